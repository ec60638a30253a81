package io.fletching.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.arrow.ArrowWriter.Cells;
import io.fletching.arrow.ArrowWriter.Column;
import io.fletching.spi.FletchingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What is written, Arrow's own reader finds.
class ArrowWriterTest {
    private static final List<Column> COLUMNS = List.of(
            Column.texts("name"),
            Column.doubles("double"),
            Column.longs("long"),
            Column.floats("float"),
            Column.floats("block", List.of(3)),
            Column.floats("tensor", List.of(2, 2)));

    @RegisterExtension
    private final NothingOutstanding memory = new NothingOutstanding();

    @TempDir
    private Path folder;

    private static void write(ArrowWriter writer) {
        writer.write(List.of(
                new Cells.Texts(new String[] {"pear", "Äpfel"}),
                new Cells.Doubles(new double[] {0.1, Double.NaN}),
                new Cells.Longs(new long[] {Long.MAX_VALUE, -1}),
                new Cells.Floats(new float[] {0.5f, 0.1f}),
                new Cells.Floats(new float[] {1, 2, 3, 4, 5, 6}),
                new Cells.Floats(new float[] {1, 2, 3, 4, 5, 6, 7, 8})));
        writer.write(List.of(
                new Cells.Texts(new String[] {""}),
                new Cells.Doubles(new double[] {-3}),
                new Cells.Longs(new long[] {0}),
                new Cells.Floats(new float[] {7}),
                new Cells.Floats(new float[] {7, 8, 9}),
                new Cells.Floats(new float[] {9, 10, 11, 12})));
        writer.finish();
    }

    private Path file() {
        Path file = folder.resolve("t.arrow");
        try (var writer = ArrowWriter.file(file, COLUMNS)) {
            write(writer);
        }
        return file;
    }

    private Path stream() {
        Path file = folder.resolve("t.arrows");
        try (var writer = ArrowWriter.stream(file, COLUMNS)) {
            write(writer);
        }
        return file;
    }

    private static List<String> rows(ArrowReader reader) throws IOException {
        List<String> rows = new ArrayList<>();
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        while (reader.loadNextBatch()) {
            for (int row = 0; row < root.getRowCount(); row++) {
                List<Object> cells = new ArrayList<>();
                for (var vector : root.getFieldVectors()) {
                    cells.add(vector.getObject(row));
                }
                rows.add(cells.toString());
            }
        }
        return rows;
    }

    @Test
    void theStockReaderReadsAFileAndAStream() throws IOException {
        try (var channel = Files.newByteChannel(file());
                var reader = new ArrowFileReader(channel, memory.allocator())) {
            assertThat(rows(reader))
                    .containsExactly(
                            "[pear, 0.1, 9223372036854775807, 0.5, [1.0,2.0,3.0], [1.0,2.0,3.0,4.0]]",
                            "[Äpfel, NaN, -1, 0.1, [4.0,5.0,6.0], [5.0,6.0,7.0,8.0]]",
                            "[, -3.0, 0, 7.0, [7.0,8.0,9.0], [9.0,10.0,11.0,12.0]]");
            try (var in = Files.newInputStream(stream());
                    var same = new ArrowStreamReader(in, memory.allocator())) {
                assertThat(rows(same)).hasSize(3);
            }
        }
    }

    @Test
    void whatIsWrittenIsReadBack() {
        var columns = ReadColumns.all(file());
        assertThat(columns)
                .containsEntry("name", List.of("pear", "Äpfel", ""))
                .containsEntry("double", List.of("0.1", "NaN", "-3.0"))
                .containsEntry("float", List.of("0.5", "" + (double) 0.1f, "7.0"))
                .containsEntry("block", List.of("[1.0, 2.0, 3.0]", "[4.0, 5.0, 6.0]", "[7.0, 8.0, 9.0]"))
                .hasSize(6);
        assertThat(ArrowFile.open(file()).columns().getLast().shape()).containsExactly(2, 2);
        assertThat(ReadColumns.all(stream())).isEqualTo(columns);
    }

    @Test
    void aTableWithoutRowsIsATable() {
        Path file = folder.resolve("none.arrow");
        try (var writer = ArrowWriter.file(file, COLUMNS)) {
            writer.finish();
        }
        assertThat(ReadColumns.all(file))
                .hasSize(6)
                .allSatisfy((name, values) -> assertThat(values).isEmpty());
    }

    @Test
    void untilItIsFinishedAFileIsNotThere() throws IOException {
        Path file = Files.writeString(folder.resolve("t.arrow"), "as it was");
        try (var writer = ArrowWriter.file(file, List.of(Column.doubles("x")))) {
            writer.write(List.of(new Cells.Doubles(new double[] {1})));
            assertThat(file).hasContent("as it was");
        }
        assertThat(file).hasContent("as it was");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aPlaceThatIsNoneIsNamed() throws IOException {
        Path below = Files.writeString(folder.resolve("plain"), "").resolve("t.arrow");
        assertThatThrownBy(() -> ArrowWriter.file(below, COLUMNS))
                .isInstanceOf(FletchingException.class)
                .hasMessage("'" + below + "' cannot be written: Not a directory. Nothing was changed; choose another"
                        + " place.");
    }

    @Test
    void cellsFitTheirColumns() {
        try (var writer = ArrowWriter.file(folder.resolve("t"), List.of(Column.doubles("x"), Column.texts("y")))) {
            assertThatThrownBy(() -> writer.write(List.of(new Cells.Doubles(new double[2]))))
                    .hasMessage("There are 2 columns, and cells of 1.");
            assertThatThrownBy(() -> writer.write(
                            List.of(new Cells.Doubles(new double[2]), new Cells.Texts(new String[] {"a"}))))
                    .hasMessage("Column 'y' has 1 values in cells of 1; expected 2 rows.");
            assertThatThrownBy(() ->
                            writer.write(List.of(new Cells.Floats(new float[1]), new Cells.Texts(new String[] {"a"}))))
                    .hasMessage("Column 'x' is FLOAT64, and not Floats.");
        }
    }
}
