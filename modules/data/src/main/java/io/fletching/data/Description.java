package io.fletching.data;

import java.util.List;

/// What a source holds, column by column.
///
/// @param source what messages call it
/// @param rows how many there are
/// @param columns in the order of the file; an image is one column, and its label another
/// @param label the column whose values are classes; empty where none was named
public record Description(String source, long rows, List<Column> columns, String label) {
    public Description {
        columns = List.copyOf(columns);
    }

    /// What a column is taken for.
    public enum Kind {
        /// Numbers, one a row or a block of them.
        NUMERIC,
        /// Texts, or truth values.
        CATEGORICAL,
        /// A grey image a row, with levels from 0 to 1.
        IMAGE,
        /// A type that has no meaning here; it is not looked at.
        OTHER,
        /// No row has a value.
        EMPTY
    }

    /// A column.
    ///
    /// @param stored what the file calls the type, such as `int64`; `text` in CSV
    /// @param shape of a cell: empty for one value, `[768]` for a block, `[28, 28]` for an image
    /// @param missing how many cells are empty or null
    /// @param nonFinite how many numbers are NaN or infinite; elements, where a cell is a block
    /// @param misfits how many cells of a numeric column are text; the first value decides what a column in CSV is
    /// @param range over the numbers that are finite; empty in other columns
    /// @param distinct how many different values a categorical column or the label has, up to [#MOST_DISTINCT]; 0 in
    ///     other columns
    /// @param frequent the most frequent of them, by falling count, at most [#MOST_FREQUENT]; of a label, all
    ///     classes in their order, which is the class balance. Empty where there are too many to count
    public record Column(
            String name,
            Kind kind,
            String stored,
            List<Integer> shape,
            long missing,
            long nonFinite,
            long misfits,
            List<Range> range,
            int distinct,
            List<Count> frequent) {
        public Column {
            shape = List.copyOf(shape);
            range = List.copyOf(range);
            frequent = List.copyOf(frequent);
        }
    }

    /// Where numbers lie: over all elements, where a cell is a block.
    public record Range(double lowest, double mean, double highest) {}

    /// A value and how many rows have it.
    public record Count(String value, long rows) {}

    /// Where counting different values ends: from here on a column tells rows apart, and no more is said of its values.
    public static final int MOST_DISTINCT = 10_000;

    /// How many frequent values are named.
    public static final int MOST_FREQUENT = 10;
}
