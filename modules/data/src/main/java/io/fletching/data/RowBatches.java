package io.fletching.data;

import io.fletching.spi.Tensor;

/// Takes prepared rows, batch by batch, in the order of their source.
@FunctionalInterface
public interface RowBatches {
    /// Takes the next rows.
    ///
    /// @param features F32 `[n, width]`; it ends when this returns
    void accept(Tensor features);

    /// Takes the next rows of a source that has the label too.
    ///
    /// @param features as above
    /// @param labels one a row: the class's number, or the number itself in its own unit; NaN where the cell has none
    ///     that the model knows
    default void accept(Tensor features, double[] labels) {
        accept(features);
    }
}
