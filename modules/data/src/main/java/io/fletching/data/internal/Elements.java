package io.fletching.data.internal;

import java.util.List;
import java.util.stream.IntStream;

/// The elements of a cell that has a shape; the last dimension is the fastest.
public final class Elements {
    private Elements() {}

    /// How many there are; 1 for the shape `[]`.
    public static int count(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /// The names of all elements.
    public static List<String> names(String column, List<Integer> shape) {
        return IntStream.range(0, count(shape))
                .mapToObj(element -> name(column, shape, element))
                .toList();
    }

    /// The name of one element: `column[i]`, `column[i,j]`, or the column's own for the shape `[]`.
    static String name(String column, List<Integer> shape, int element) {
        if (shape.isEmpty()) {
            return column;
        }
        StringBuilder indices = new StringBuilder();
        int rest = element;
        for (int dim : shape.reversed()) {
            indices.insert(0, "," + rest % dim);
            rest /= dim;
        }
        return column + "[" + indices.substring(1) + "]";
    }
}
