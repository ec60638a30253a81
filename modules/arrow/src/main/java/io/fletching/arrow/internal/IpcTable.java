package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowCells;
import io.fletching.arrow.ArrowColumn;
import io.fletching.arrow.ArrowRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/// A table in a file: the schema is read when it is opened, the rows by each scan.
public final class IpcTable {
    /// About how many values a column has in the rows that are handed on at once.
    private static final int VALUES_AT_ONCE = 1 << 18;

    private static final int ROWS_AT_ONCE = 4096;

    private final Path path;
    private final IpcSchema schema;
    private final List<ArrowColumn> columns;

    private IpcTable(Path path, IpcSchema schema) {
        this.path = path;
        this.schema = schema;
        this.columns = schema.fields().stream().map(IpcField::column).toList();
    }

    public static IpcTable open(Path path) {
        try (IpcInput file = IpcInput.open(path)) {
            return new IpcTable(path, IpcFrame.of(file).schema());
        }
    }

    public List<ArrowColumn> columns() {
        return columns;
    }

    /// Reads the columns at these positions.
    public void scan(int[] wanted, Consumer<ArrowRows> each) {
        if (wanted.length == 0) {
            throw new IllegalArgumentException("No columns to read.");
        }
        try (IpcInput file = IpcInput.open(path)) {
            for (int column : wanted) {
                if (schema.fields().get(column).reading().isEmpty()) {
                    throw file.unsupported(
                            "data-arrow-type",
                            "has a column '" + columns.get(column).name() + "' of type "
                                    + columns.get(column).stored()
                                    + ", which is not read; expected numbers or texts. Leave it out, or cast it.");
                }
            }
            new Scan(file, wanted, each).run();
        }
    }

    private final class Scan {
        private final IpcInput file;
        private final int[] wanted;
        private final Consumer<ArrowRows> each;
        private final Dictionaries dictionaries = new Dictionaries();
        private final int rowsAtOnce;
        private long row;

        Scan(IpcInput file, int[] wanted, Consumer<ArrowRows> each) {
            this.file = file;
            this.wanted = wanted;
            this.each = each;
            int widest = 1;
            for (int column : wanted) {
                widest = Math.max(widest, columns.get(column).width());
            }
            rowsAtOnce = Math.clamp(VALUES_AT_ONCE / widest, 1, ROWS_AT_ONCE);
        }

        void run() {
            IpcFrame.of(file).messages(message -> {
                switch (message.type()) {
                    case MessageHeader.DictionaryBatch -> dictionary(message);
                    case MessageHeader.RecordBatch -> rows(message);
                    default ->
                        throw file.damaged("a message has the type " + message.type()
                                + ", where a record batch or a dictionary should be");
                }
            });
        }

        private void rows(IpcMessage message) {
            BatchHeader header = IpcMessage.parse(
                    file, "a record batch", () -> header(message.header(new RecordBatch(), file), message));
            BatchCursor cursor = new BatchCursor(file, header);
            Decoder[] decoders = new Decoder[columns.size()];
            for (int i = 0; i < columns.size(); i++) {
                IpcField field = schema.fields().get(i);
                if (isWanted(i)) {
                    decoders[i] = field.reading().getFirst().open(cursor, field.name(), header.rows(), dictionaries);
                } else {
                    cursor.skip(field.name(), field.layout());
                }
            }
            cursor.finish();
            for (long left = header.rows(); left > 0; ) {
                int count = (int) Math.min(left, rowsAtOnce);
                List<ArrowCells> cells = new ArrayList<>();
                for (int column : wanted) {
                    cells.add(decoders[column].next(count));
                }
                each.accept(new ArrowRows(row, count, cells));
                row += count;
                left -= count;
            }
        }

        private void dictionary(IpcMessage message) {
            var batch = IpcMessage.parse(file, "a dictionary", () -> {
                var dictionary = message.header(new DictionaryBatch(), file);
                if (dictionary.data() == null) {
                    throw file.damaged("a dictionary has no values");
                }
                return new Values(dictionary.id(), dictionary.isDelta(), header(dictionary.data(), message));
            });
            IpcField field = schema.dictionaries().get(batch.id());
            if (field == null) {
                throw file.damaged("there is a dictionary " + batch.id() + ", which no column names");
            }
            if (!isRead(batch.id())) {
                return;
            }
            long rows = batch.header().rows();
            BatchCursor cursor = new BatchCursor(file, batch.header());
            Decoder decoder = field.reading().getFirst().open(cursor, field.name(), rows, dictionaries);
            cursor.finish();
            List<ArrowCells> parts = new ArrayList<>();
            do {
                int count = (int) Math.min(rows, ROWS_AT_ONCE);
                parts.add(decoder.next(count));
                rows -= count;
            } while (rows > 0);
            ArrowCells values = Dictionaries.join(parts);
            if (batch.delta()) {
                dictionaries.append(batch.id(), values);
            } else {
                dictionaries.put(batch.id(), values);
            }
        }

        private boolean isRead(long dictionary) {
            for (int column : wanted) {
                if (schema.fields().get(column).reading().getFirst() instanceof Reading.Coded coded
                        && coded.dictionary() == dictionary) {
                    return true;
                }
            }
            return false;
        }

        private boolean isWanted(int column) {
            for (int one : wanted) {
                if (one == column) {
                    return true;
                }
            }
            return false;
        }

        private BatchHeader header(RecordBatch batch, IpcMessage message) {
            return BatchHeader.of(batch, message.body(), message.bodyLength(), file);
        }
    }

    /// A dictionary's values as they come.
    private record Values(long id, boolean delta, BatchHeader header) {}
}
