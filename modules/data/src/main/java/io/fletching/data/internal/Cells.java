package io.fletching.data.internal;

/// The cells of one column in one [Block].
@SuppressWarnings("ArrayRecordComponent") // large arrays that nobody compares or prints
sealed interface Cells {

    /// Numbers, row after row; a cell has as many as its field's shape says. A value may be NaN or infinite, and is
    /// refused later, where the place can be named.
    ///
    /// @param missing whether the cell of a row is null; empty where none is
    record Numbers(double[] values, boolean[] missing) implements Cells {
        boolean isMissing(int row) {
            return missing.length > 0 && missing[row];
        }
    }

    /// Texts, one a row; `""` where the cell is empty or null.
    record Texts(String[] values) implements Cells {}

    /// Grey levels as unsigned bytes, row after row, that mean 0 to 1.
    record Levels(byte[] values) implements Cells {}

    /// A column that was not asked for.
    record Unread() implements Cells {}
}
