package io.fletching.data.internal;

import dev.hardwood.HardwoodContext;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.SchemaNode;
import io.fletching.spi.FletchingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A table in Parquet, read by Hardwood: column by column, some thousand rows at a time. Pages are decoded by one
/// thread of its own; what is held is a part of a column chunk of each column, of at most 128 MiB.
final class ParquetTable implements Table {
    /// About how many values a column has in a block.
    private static final int VALUES_AT_ONCE = 1 << 18;

    private static final int ROWS_AT_ONCE = 4096;

    private final Path path;
    private final List<ParquetColumn> columns;
    private final List<Field> fields;

    /// Reads an open file.
    private interface Read<T> {
        T of(ParquetFileReader reader, ParquetInput input) throws IOException;
    }

    private ParquetTable(Path path, List<ParquetColumn> columns) {
        this.path = path;
        this.columns = columns;
        this.fields = columns.stream().map(ParquetColumn::field).toList();
    }

    /// Reads the schema, and of columns of lists the first, whose length is that of all.
    static ParquetTable open(Path path) {
        return read(path, (reader, input) -> {
            ParquetLayout.check(reader.getFileMetaData(), reader.getFileSchema().getColumnCount(), path);
            List<ParquetColumn> columns = new ArrayList<>();
            for (SchemaNode node : reader.getFileSchema().getRootNode().children()) {
                columns.add(ParquetColumn.of(node, reader, input));
            }
            return new ParquetTable(path, columns);
        });
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public void scan(Predicate<Field> wanted, Consumer<Block> each) {
        boolean[] read = new boolean[fields.size()];
        int width = 1;
        for (int i = 0; i < read.length; i++) {
            Field field = fields.get(i);
            read[i] = field.type() != Field.Type.OTHER && wanted.test(field);
            width = read[i] ? Math.max(width, field.size()) : width;
        }
        int rows = Math.clamp(VALUES_AT_ONCE / width, 1, ROWS_AT_ONCE);
        read(path, (reader, input) -> {
            try (var scan = new Scan(reader, input, read, rows)) {
                scan.run(each);
            }
            return fields;
        });
    }

    /// Opens the file, and has one answer to all that Hardwood says of damage.
    private static <T> T read(Path path, Read<T> read) {
        try (var file = ParquetInput.open(path);
                var context = HardwoodContext.create(1);
                var reader = ParquetFileReader.open(ParquetInput.of(path, file), context)) {
            return read.of(reader, ParquetInput.of(path, file));
        } catch (FletchingException known) {
            throw known;
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw damaged(path, "Hardwood says " + (e.getMessage() == null ? e : e.getMessage()), e);
        }
    }

    private static FletchingException damaged(Path path, String what, Throwable cause) {
        FletchingException damaged = ParquetLayout.damaged(path, what);
        damaged.initCause(cause);
        return damaged;
    }

    private final class Scan implements AutoCloseable {
        private final List<ColumnReader> readers = new ArrayList<>();
        private final boolean[] read;
        private final long rows;

        Scan(ParquetFileReader reader, ParquetInput input, boolean[] read, int rowsAtOnce) throws IOException {
            this.read = read;
            this.rows = reader.getFileMetaData().numRows();
            for (int i = 0; i < read.length; i++) {
                if (read[i] && rows > 0) {
                    ParquetLayout.checkColumn(
                            reader.getFileMetaData(), columns.get(i).leaf(), input);
                    readers.add(reader.buildColumnReader(columns.get(i).leaf())
                            .batchSize(rowsAtOnce)
                            .build());
                }
            }
        }

        void run(Consumer<Block> each) {
            long row = 0;
            while (row < rows) {
                int count = readers.isEmpty() ? (int) Math.min(ROWS_AT_ONCE, rows - row) : next();
                List<Cells> cells = new ArrayList<>();
                int next = 0;
                for (int i = 0; i < read.length; i++) {
                    cells.add(read[i] ? columns.get(i).cells(readers.get(next++), row, path) : new Cells.Unread());
                }
                if (count < 1 || count > rows - row) {
                    throw wrongCount(row + count);
                }
                each.accept(Block.of(name(), row, count, cells));
                row += count;
            }
            for (ColumnReader reader : readers) {
                if (reader.nextBatch()) {
                    throw wrongCount(row + reader.getRecordCount());
                }
            }
        }

        private int next() {
            int count = -1;
            for (ColumnReader reader : readers) {
                int here = reader.nextBatch() ? reader.getRecordCount() : 0;
                if (count >= 0 && here != count) {
                    throw ParquetLayout.damaged(path, "its columns have different numbers of rows");
                }
                count = here;
            }
            return count;
        }

        private FletchingException wrongCount(long found) {
            return ParquetLayout.damaged(
                    path, "its columns have other rows than the " + rows + " that it names: " + found + " so far");
        }

        @Override
        public void close() {
            readers.forEach(ColumnReader::close);
        }
    }
}
