package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.arrow.ArrowWriter;
import io.fletching.arrow.ArrowWriter.Cells;
import io.fletching.arrow.ArrowWriter.Column;
import io.fletching.spi.Tensor;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One table as CSV, as an Arrow file, as an Arrow stream and as Parquet is the same examples, bit for bit: more rows
/// than any format hands on at once, and in each format cut differently.
class SameBitsTest {
    private static final int ROWS = 4500;
    private static final List<String> COLORS = List.of("red", "grün", "blue, deep");
    private static final List<String> ANSWERS = List.of("yes", "no");
    private static final Path PARQUET =
            Path.of(System.getProperty("basedir"), "src/test/resources/io/fletching/data/same.parquet");

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @TempDir
    private Path folder;

    private static double eighths(int row) {
        return row * 7919 % 1009 / 8.0 - 50;
    }

    private static double tenths(int row) {
        return row % 97 / 10.0;
    }

    private static String answer(int row) {
        return ANSWERS.get(row % 5 / 3);
    }

    private Path csv(boolean block) {
        var text = new StringBuilder("eighths,tenths,count,color,")
                .append(block ? "a,b,c," : "")
                .append("y\n");
        for (int row = 0; row < ROWS; row++) {
            text.append(eighths(row))
                    .append(',')
                    .append(tenths(row))
                    .append(',')
                    .append(row * 31 % 613);
            text.append(",\"").append(COLORS.get(row * 7 % 3)).append("\",");
            for (int i = 0; block && i < 3; i++) {
                text.append((3 * row + i) * 13 % 101 / 4.0).append(',');
            }
            text.append(answer(row)).append('\n');
        }
        return new Folder(folder).csv("t.csv", text.toString());
    }

    private Path arrow(boolean stream, boolean block) {
        Path path = folder.resolve("t");
        List<Column> columns = List.of(
                Column.doubles("eighths"),
                Column.doubles("tenths"),
                Column.longs("count"),
                Column.texts("color"),
                Column.floats("block", List.of(3)),
                Column.texts("y"));
        List<Column> written = columns.stream()
                .filter(column -> block || !column.name().equals("block"))
                .toList();
        try (var writer = stream ? ArrowWriter.stream(path, written) : ArrowWriter.file(path, written)) {
            int most = stream ? 700 : ROWS;
            for (int first = 0; first < ROWS; first += most) {
                writer.write(cells(first, Math.min(most, ROWS - first), block));
            }
            writer.finish();
        }
        return path;
    }

    private static List<Cells> cells(int first, int count, boolean block) {
        int[] rows = IntStream.range(first, first + count).toArray();
        float[] blocks = new float[3 * count];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = (3 * first + i) * 13 % 101 / 4f;
        }
        Cells eighths = new Cells.Doubles(
                IntStream.of(rows).mapToDouble(SameBitsTest::eighths).toArray());
        Cells tenths = new Cells.Doubles(
                IntStream.of(rows).mapToDouble(SameBitsTest::tenths).toArray());
        Cells counts = new Cells.Longs(
                IntStream.of(rows).mapToLong(row -> row * 31 % 613).toArray());
        Cells colors = new Cells.Texts(
                IntStream.of(rows).mapToObj(row -> COLORS.get(row * 7 % 3)).toArray(String[]::new));
        Cells answers = new Cells.Texts(
                IntStream.of(rows).mapToObj(SameBitsTest::answer).toArray(String[]::new));
        return block
                ? List.of(eighths, tenths, counts, colors, new Cells.Floats(blocks), answers)
                : List.of(eighths, tenths, counts, colors, answers);
    }

    /// The bytes of all four tensors.
    private List<byte[]> examples(Path path, String label) {
        try (Split split = memory.load(DataOptions.of(new Source.File(path)).withLabel(label))) {
            return List.of(
                    bytes(split.training().features()),
                    bytes(split.training().targets()),
                    bytes(split.validation().features()),
                    bytes(split.validation().targets()));
        }
    }

    private static byte[] bytes(Tensor tensor) {
        return tensor.data().toArray(ValueLayout.JAVA_BYTE);
    }

    private static void assertSame(List<byte[]> found, List<byte[]> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).isEqualTo(expected.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "tenths"})
    void csvAndArrowAreTheSameExamples(String label) {
        List<byte[]> csv = examples(csv(false), label);
        assertThat(csv.getFirst().length).isEqualTo(ROWS * 4 / 5 * (label.equals("y") ? 6 : 7) * Float.BYTES);
        assertSame(examples(arrow(false, false), label), csv);
        assertSame(examples(arrow(true, false), label), csv);
    }

    @Test
    void allFormatsAreTheSameExamplesWhereEachHasItsOwnBlocks() {
        // In CSV a block is as many columns.
        List<byte[]> csv = examples(csv(true), "y");
        assertSame(examples(arrow(false, true), "y"), csv);
        assertSame(examples(arrow(true, true), "y"), csv);
        assertSame(examples(PARQUET, "y"), csv);
    }
}
