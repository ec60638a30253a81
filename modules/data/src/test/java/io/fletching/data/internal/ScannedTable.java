package io.fletching.data.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// What a scan of a [Table] finds, as texts: `null` for a missing number, `[a, b]` for a cell of several.
final class ScannedTable {
    private ScannedTable() {}

    static Path resource(String name) {
        return Path.of(System.getProperty("basedir"), "src/test/resources/io/fletching/data", name);
    }

    /// One column of all rows.
    static List<String> column(Table table, String name) {
        int position = table.fields().stream().map(Field::name).toList().indexOf(name);
        return all(table, name).get(position);
    }

    /// All columns that can be read, or the ones of these names; nothing of the others.
    static List<List<String>> all(Table table, String... names) {
        List<String> wanted = List.of(names);
        List<List<String>> columns = new ArrayList<>();
        table.fields().forEach(field -> columns.add(new ArrayList<>()));
        long[] next = {0};
        table.scan(field -> wanted.isEmpty() || wanted.contains(field.name()), block -> {
            if (block.firstRow() != next[0] || block.rows() < 1) {
                throw new AssertionError(block.rows() + " rows from " + block.firstRow() + " after " + next[0]);
            }
            next[0] += block.rows();
            for (int i = 0; i < columns.size(); i++) {
                List<String> cells = cells(block.cells().get(i), table.fields().get(i));
                if (!cells.isEmpty() && cells.size() != block.rows()) {
                    throw new AssertionError(cells.size() + " cells in " + block.rows() + " rows");
                }
                columns.get(i).addAll(cells);
            }
        });
        return columns;
    }

    private static List<String> cells(Cells cells, Field field) {
        return switch (cells) {
            case Cells.Texts texts -> Arrays.asList(texts.values());
            case Cells.Numbers numbers -> numbers(numbers, field);
            default -> Collections.emptyList();
        };
    }

    private static List<String> numbers(Cells.Numbers cells, Field field) {
        int width = field.size();
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < cells.values().length / width; row++) {
            double[] cell = Arrays.copyOfRange(cells.values(), row * width, (row + 1) * width);
            texts.add(cells.isMissing(row) ? "null" : field.shape().isEmpty() ? "" + cell[0] : Arrays.toString(cell));
        }
        return texts;
    }
}
