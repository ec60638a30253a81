package io.fletching.data.internal;

import io.fletching.data.Preparation;
import java.util.List;

/// What a column turned out to hold.
sealed interface Column {
    String name();

    /// Numbers.
    ///
    /// @param shape of a cell, `[]` for one number
    record Numbers(String name, List<Integer> shape) implements Column {}

    /// Grey levels.
    ///
    /// @param shape of one image
    record Levels(String name, List<Integer> shape) implements Column {}

    /// Categories.
    ///
    /// @param values all of them, in the order of their codes
    record Categories(String name, List<String> values) implements Column {}

    /// The column of a table that was prepared once.
    static Column of(Preparation.Column prepared) {
        return switch (prepared) {
            case Preparation.Numeric numeric -> new Numbers(numeric.name(), List.of());
            case Preparation.Vector vector -> new Numbers(vector.name(), vector.shape());
            case Preparation.OneHot oneHot -> new Categories(oneHot.name(), oneHot.values());
        };
    }
}
