package io.fletching.data.internal;

import io.fletching.arrow.ArrowCells;
import io.fletching.arrow.ArrowColumn;
import io.fletching.arrow.ArrowFile;
import io.fletching.arrow.ArrowRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// A table in Arrow's IPC format, as a file or a stream.
final class ArrowTable implements Table {
    private final String name;
    private final ArrowFile file;
    private final List<Field> fields;

    private ArrowTable(String name, ArrowFile file) {
        this.name = name;
        this.file = file;
        this.fields = file.columns().stream().map(ArrowTable::field).toList();
    }

    static ArrowTable open(Path path) {
        return new ArrowTable(path.toString(), ArrowFile.open(path));
    }

    private static Field field(ArrowColumn column) {
        Field.Type type = switch (column.type()) {
            case NUMBER -> Field.Type.NUMBER;
            case TEXT -> Field.Type.TEXT;
            case OTHER -> Field.Type.OTHER;
        };
        return new Field(column.name(), type, column.shape(), column.stored());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public void scan(Predicate<Field> wanted, Consumer<Block> each) {
        int[] columns = IntStream.range(0, fields.size())
                .filter(i -> fields.get(i).type() != Field.Type.OTHER && wanted.test(fields.get(i)))
                .toArray();
        // Where nothing is wanted, some column still says how many rows there are.
        file.scan(columns.length > 0 ? columns : readable(), rows -> each.accept(block(rows, columns)));
    }

    private int[] readable() {
        return IntStream.range(0, fields.size())
                .filter(i -> fields.get(i).type() != Field.Type.OTHER)
                .limit(1)
                .toArray();
    }

    private Block block(ArrowRows rows, int[] columns) {
        List<Cells> cells = new ArrayList<>(Collections.nCopies(fields.size(), new Cells.Unread()));
        for (int i = 0; i < columns.length; i++) {
            cells.set(
                    columns[i],
                    switch (rows.cells().get(i)) {
                        case ArrowCells.Numbers numbers -> new Cells.Numbers(numbers.values(), numbers.missing());
                        case ArrowCells.Texts texts -> new Cells.Texts(texts.values());
                    });
        }
        return Block.of(name, rows.firstRow(), rows.rows(), cells);
    }
}
