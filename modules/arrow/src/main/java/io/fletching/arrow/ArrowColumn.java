package io.fletching.arrow;

import java.util.List;

/// A column of an Arrow file, without Arrow's own classes.
///
/// @param type what its cells are read as
/// @param shape of one cell: empty for one value, `[n]` or `[rows, columns]` and so on for a block of numbers
/// @param stored the type in the file, as Arrow calls it, such as `int64` or `timestamp`
public record ArrowColumn(String name, Type type, List<Integer> shape, String stored) {
    /// What the cells of a column are read as.
    public enum Type {
        /// Integers of any width, floats, halves, decimals, and fixed-size lists of them.
        NUMBER,
        /// Texts and booleans, the latter as `true` and `false`.
        TEXT,
        /// Anything else, which is not read.
        OTHER
    }

    public ArrowColumn {
        shape = List.copyOf(shape);
    }

    /// The number of values in one cell.
    public int width() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
