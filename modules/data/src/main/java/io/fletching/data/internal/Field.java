package io.fletching.data.internal;

import java.util.List;

/// A column of a [Table].
///
/// @param type what its cells are
/// @param shape of one cell: `[]` for one value, `[n]` or `[2, 3]` for a block of numbers
/// @param stored what the file calls the type, such as `int64`, for messages; `text` in CSV
record Field(String name, Type type, List<Integer> shape, String stored) {
    /// What the cells of a column are.
    enum Type {
        /// Text that may be a number, as all is in CSV: the first value decides.
        OPEN,
        /// [Cells.Numbers].
        NUMBER,
        /// [Cells.Levels]: a grey image in each cell.
        LEVELS,
        /// [Cells.Texts], of which each is a category.
        TEXT,
        /// Something that has no meaning here, such as a time: refused where the column is used, and [Cells.Unread].
        OTHER
    }

    Field {
        shape = List.copyOf(shape);
    }

    /// A column of one value a row.
    static Field of(String name, Type type, String stored) {
        return new Field(name, type, List.of(), stored);
    }

    /// How many values a cell has.
    int size() {
        return Elements.count(shape);
    }
}
