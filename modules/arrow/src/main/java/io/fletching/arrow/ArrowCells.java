package io.fletching.arrow;

/// The cells of one column in neighbouring rows. The arrays are the receiver's to keep.
@SuppressWarnings("ArrayRecordComponent") // large arrays that nobody compares or prints
public sealed interface ArrowCells {
    /// Numbers, row after row; a cell of a block is as many values as its shape has.
    ///
    /// @param values rows × values of a cell, each the nearest double; NaN where missing
    /// @param missing whether the cell of a row, or a value in it, is null, which NaN is not; empty where none is
    record Numbers(double[] values, boolean[] missing) implements ArrowCells {}

    /// Texts, empty where the cell is empty or null.
    record Texts(String[] values) implements ArrowCells {}
}
