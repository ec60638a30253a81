package io.fletching.data.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A table that was read once, so that its columns and the number of its rows are known, and every cell has been found
/// to fit. It is read again as often as is wanted; a small one is remembered instead.
final class Survey {
    private final Table table;
    private final List<ColumnReader> readers;
    private final List<Column> columns;
    private final List<Decoded> kept;
    private final long rows;

    /// @param readers one a column
    /// @param budget how many bytes may be remembered
    Survey(Table table, List<ColumnReader> readers, long budget) {
        this.table = table;
        this.readers = List.copyOf(readers);
        var first = new FirstScan(budget);
        decode(first);
        this.rows = first.rows;
        if (rows == 0) {
            boolean header = table.fields().getFirst().type() == Field.Type.OPEN;
            throw Fault.data(
                    "data-no-rows", "'" + table.name() + "' has " + (header ? "a header and no rows." : "no rows."));
        }
        columns = readers.stream().map(reader -> reader.finish(table.name())).toList();
        kept = first.kept;
        int[][] ranks = readers.stream().map(ColumnReader::rank).toArray(int[][]::new);
        kept.forEach(block -> rank(block, ranks));
    }

    /// Remembers blocks while they fit.
    private static final class FirstScan implements Consumer<Decoded> {
        private final List<Decoded> kept = new ArrayList<>();
        private long room;
        private long rows;

        private FirstScan(long budget) {
            room = budget;
        }

        @Override
        public void accept(Decoded block) {
            rows += block.rows();
            room -= Math.min(room, block.bytes());
            if (room > 0) {
                kept.add(block);
            } else {
                kept.clear();
            }
        }
    }

    private static void rank(Decoded block, int[][] ranks) {
        for (int i = 0; i < ranks.length; i++) {
            if (block.columns().get(i) instanceof Decoded.Codes(int[] codes)) {
                for (int row = 0; row < codes.length; row++) {
                    codes[row] = ranks[i][codes[row]];
                }
            }
        }
    }

    private void decode(Consumer<Decoded> each) {
        table.scan(_ -> true, block -> each.accept(ColumnReader.decode(readers, block)));
    }

    /// Reads the rows once more.
    void scan(Consumer<Decoded> each) {
        if (!kept.isEmpty()) {
            kept.forEach(each);
            return;
        }
        long[] seen = {0};
        decode(block -> {
            seen[0] += block.rows();
            requireUnchanged(seen[0] <= rows);
            each.accept(block);
        });
        requireUnchanged(seen[0] == rows);
    }

    private void requireUnchanged(boolean unchanged) {
        if (!unchanged) {
            throw Fault.data(
                    "data-changed", "'" + table.name() + "' changed while it was read. Wait until it is complete.");
        }
    }

    /// What messages call the table.
    String source() {
        return table.name();
    }

    List<Column> columns() {
        return columns;
    }

    long rows() {
        return rows;
    }
}
