package io.fletching.arrow;

import java.util.List;

/// Neighbouring rows of an Arrow file.
///
/// @param firstRow the position of the first, from 0
/// @param cells the cells of the columns that were asked for, in that order
public record ArrowRows(long firstRow, int rows, List<ArrowCells> cells) {
    public ArrowRows {
        cells = List.copyOf(cells);
    }
}
