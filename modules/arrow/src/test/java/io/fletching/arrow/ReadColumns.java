package io.fletching.arrow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What [ArrowFile] reads, as texts: `null` for a missing number, `[a, b]` for a cell of several.
final class ReadColumns {
    private ReadColumns() {}

    static Path resource(String name) {
        return Path.of(System.getProperty("basedir"), "src/test/resources/io/fletching/arrow", name);
    }

    /// All columns that can be read, by their names.
    static Map<String, List<String>> all(Path path) {
        ArrowFile file = ArrowFile.open(path);
        List<ArrowColumn> columns = file.columns();
        int[] wanted = IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).type() != ArrowColumn.Type.OTHER)
                .toArray();
        return read(file, wanted);
    }

    /// One column.
    static List<String> one(Path path, String name) {
        ArrowFile file = ArrowFile.open(path);
        List<String> names = file.columns().stream().map(ArrowColumn::name).toList();
        return read(file, names.indexOf(name)).get(name);
    }

    static Map<String, List<String>> read(ArrowFile file, int... wanted) {
        List<List<String>> values = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            values.add(new ArrayList<>());
        }
        long[] next = {0};
        file.scan(wanted, rows -> {
            if (rows.firstRow() != next[0]) {
                throw new AssertionError("Rows from " + rows.firstRow() + " after " + next[0]);
            }
            next[0] += rows.rows();
            for (int i = 0; i < wanted.length; i++) {
                ArrowColumn column = file.columns().get(wanted[i]);
                values.get(i).addAll(cells(rows.cells().get(i), column, rows.rows()));
            }
        });
        Map<String, List<String>> named = new LinkedHashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            String name = file.columns().get(wanted[i]).name();
            named.put(named.containsKey(name) ? name + " " + i : name, values.get(i));
        }
        return named;
    }

    private static List<String> cells(ArrowCells cells, ArrowColumn column, int rows) {
        List<String> texts = switch (cells) {
            case ArrowCells.Texts found -> Arrays.asList(found.values());
            case ArrowCells.Numbers found -> numbers(found, column);
        };
        if (texts.size() != rows) {
            throw new AssertionError(texts.size() + " cells in " + rows + " rows");
        }
        return texts;
    }

    private static List<String> numbers(ArrowCells.Numbers cells, ArrowColumn column) {
        int width = column.width();
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < cells.values().length / width; row++) {
            double[] cell = Arrays.copyOfRange(cells.values(), row * width, (row + 1) * width);
            boolean missing = cells.missing().length > 0 && cells.missing()[row];
            texts.add(missing ? "null" : column.shape().isEmpty() ? "" + cell[0] : Arrays.toString(cell));
        }
        return texts;
    }
}
