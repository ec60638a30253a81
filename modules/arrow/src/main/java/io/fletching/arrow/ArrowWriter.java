package io.fletching.arrow;

import io.fletching.arrow.internal.BatchBody;
import io.fletching.arrow.internal.IpcOutput;
import java.nio.file.Path;
import java.util.List;

/// Writes a table in Arrow's IPC format, batch by batch, uncompressed.
///
/// The file appears whole, under its name, when [#finish] returns; until then, and where the writer is closed without
/// it, whatever stood under that name stands there still.
///
/// ```java
/// try (var writer = ArrowWriter.file(path, List.of(Column.texts("name"), Column.floats("scores", List.of(10))))) {
///     writer.write(List.of(new Cells.Texts(names), new Cells.Floats(scores)));
///     writer.finish();
/// }
/// ```
public final class ArrowWriter implements AutoCloseable {
    /// A column to write.
    ///
    /// @param shape of one cell: empty for one value; a block of numbers is a fixed-size list in the file, and one of
    ///     several dimensions an `arrow.fixed_shape_tensor`
    public record Column(String name, Type type, List<Integer> shape) {
        /// What the file has of a column.
        public enum Type {
            TEXT,
            FLOAT64,
            FLOAT32,
            INT64
        }

        public Column {
            shape = List.copyOf(shape);
            if (type == Type.TEXT && !shape.isEmpty()) {
                throw new IllegalArgumentException("Column '" + name + "': a text has no shape.");
            }
            if (shape.stream().anyMatch(n -> n < 1)) {
                throw new IllegalArgumentException("Column '" + name + "': no cell has the shape " + shape + ".");
            }
        }

        public static Column texts(String name) {
            return new Column(name, Type.TEXT, List.of());
        }

        public static Column doubles(String name) {
            return new Column(name, Type.FLOAT64, List.of());
        }

        public static Column longs(String name) {
            return new Column(name, Type.INT64, List.of());
        }

        public static Column floats(String name) {
            return new Column(name, Type.FLOAT32, List.of());
        }

        /// Blocks of numbers.
        public static Column floats(String name, List<Integer> shape) {
            return new Column(name, Type.FLOAT32, shape);
        }

        /// The number of values in one cell.
        public int width() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }
    }

    /// The cells of one column in a batch: rows × values of a cell.
    @SuppressWarnings("ArrayRecordComponent") // large arrays that nobody compares or prints
    public sealed interface Cells {
        record Texts(String[] values) implements Cells {}

        record Doubles(double[] values) implements Cells {}

        record Floats(float[] values) implements Cells {}

        record Longs(long[] values) implements Cells {}
    }

    private final List<Column> columns;
    private final IpcOutput output;

    private ArrowWriter(IpcOutput output, List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.output = output;
    }

    /// Begins a file, which has a footer: what is called Arrow file, or Feather.
    ///
    /// @throws io.fletching.spi.FletchingException of kind `USER` and code `file-unwritable` where there is no place
    ///     for it
    public static ArrowWriter file(Path path, List<Column> columns) {
        return new ArrowWriter(IpcOutput.file(path, columns), columns);
    }

    /// Begins a stream, which has none.
    ///
    /// @throws io.fletching.spi.FletchingException as [#file]
    public static ArrowWriter stream(Path path, List<Column> columns) {
        return new ArrowWriter(IpcOutput.stream(path, columns), columns);
    }

    /// Writes the next rows: a record batch.
    ///
    /// @param cells one entry a column, of the column's type and all of as many rows
    /// @throws io.fletching.spi.FletchingException of kind `USER` and code `file-unwritable`, where the disk is full
    ///     for instance
    public void write(List<Cells> cells) {
        output.batch(BatchBody.of(columns, cells));
    }

    /// Completes the file and puts it in its place.
    ///
    /// @throws io.fletching.spi.FletchingException as [#write]
    public void finish() {
        output.finish();
    }

    /// Gives up the file where it is not finished.
    @Override
    public void close() {
        output.close();
    }
}
