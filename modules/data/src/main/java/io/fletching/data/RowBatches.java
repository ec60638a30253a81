package io.fletching.data;

import io.fletching.spi.Tensor;

/// Takes prepared rows, batch by batch, in the order of their source.
@FunctionalInterface
public interface RowBatches {
    /// Takes the next rows.
    ///
    /// @param features F32 `[n, width]`; it ends when this returns
    void accept(Tensor features);
}
