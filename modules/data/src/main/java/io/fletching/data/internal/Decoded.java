package io.fletching.data.internal;

import java.util.List;

/// A block whose cells are numbers and codes.
///
/// @param file what messages call the file that the rows are from
/// @param firstRow how many rows of that file come before
@SuppressWarnings("ArrayRecordComponent") // large arrays that nobody compares or prints
record Decoded(String file, long firstRow, int rows, List<Values> columns) {

    /// The values of one column.
    sealed interface Values {
        long bytes();
    }

    /// Numbers, NaN where a cell is missing.
    record Numbers(double[] values) implements Values {
        @Override
        public long bytes() {
            return (long) Double.BYTES * values.length;
        }
    }

    /// Positions in the list of categories, [#NONE] for a value that is ignored.
    record Codes(int[] codes) implements Values {
        static final int NONE = -1;

        @Override
        public long bytes() {
            return (long) Integer.BYTES * codes.length;
        }
    }

    /// Grey levels as unsigned bytes.
    record Levels(byte[] levels) implements Values {
        @Override
        public long bytes() {
            return levels.length;
        }
    }

    long bytes() {
        return columns.stream().mapToLong(Values::bytes).sum();
    }
}
