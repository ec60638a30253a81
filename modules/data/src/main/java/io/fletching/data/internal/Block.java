package io.fletching.data.internal;

import java.util.List;

/// Neighbouring rows of a table.
///
/// @param file what messages call the file that the rows are from
/// @param firstRow how many rows of that file come before
/// @param cells one entry a field, in the order of the fields
/// @param lines the line of the file at which each row starts, counted from 1; empty where the file has no lines
@SuppressWarnings("ArrayRecordComponent") // an array that nobody compares or prints
record Block(String file, long firstRow, int rows, List<Cells> cells, long[] lines) {
    Block {
        cells = List.copyOf(cells);
    }

    /// A block of a file without lines.
    static Block of(String file, long firstRow, int rows, List<Cells> cells) {
        return new Block(file, firstRow, rows, cells, new long[0]);
    }

    /// Where a row of the block is, as messages say it: `'t.csv', row 2 (line 3)`.
    String place(int row) {
        return "'" + file + "', row " + (firstRow + row + 1) + (lines.length > 0 ? " (line " + lines[row] + ")" : "");
    }
}
