package io.fletching.data.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.data.DataOptions;
import io.fletching.data.LabelKind;
import io.fletching.data.Missing;
import io.fletching.data.Preparation;
import io.fletching.data.Source;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Columns with a block of numbers in each cell, and numbers that a file holds as numbers.
class VectorTest {
    private static final DataOptions OPTIONS =
            DataOptions.of(Source.glyphs()).withLabel("y").withMissing(Missing.MEAN);

    /// A table of numbers alone.
    private record Numbers(List<Field> fields, List<Block> blocks) implements Table {
        @Override
        public String name() {
            return "t";
        }

        @Override
        public void scan(Predicate<Field> wanted, Consumer<Block> each) {
            blocks.forEach(each);
        }
    }

    private static Cells.Numbers numbers(double... values) {
        return new Cells.Numbers(values, new boolean[0]);
    }

    private static final List<Field> FIELDS =
            List.of(new Field("v", Field.Type.NUMBER, List.of(2), "float"), Field.of("y", Field.Type.NUMBER, "int64"));

    private static Survey survey(DataOptions options, List<Block> blocks) {
        Table table = new Numbers(FIELDS, blocks);
        return new Survey(
                table,
                List.of(
                        ColumnReader.of("t", FIELDS.get(0), options, false),
                        ColumnReader.of("t", FIELDS.get(1), options, true)),
                1_000_000);
    }

    private static List<Block> blocks() {
        Cells missing = new Cells.Numbers(new double[] {5, 7, 9, 9}, new boolean[] {false, true});
        return List.of(
                Block.of("t", 0, 1, List.of(numbers(1, 3), numbers(1))),
                Block.of("t", 1, 2, List.of(missing, numbers(2, 0))));
    }

    @Test
    void eachElementHasAMeanAndADeviationAndAName() {
        Part part = Part.all(survey(OPTIONS, blocks()));
        Preparation preparation = Fitting.fit(part, OPTIONS);
        assertThat(preparation.inputs())
                .isEqualTo(new Preparation.Table(
                        List.of(new Preparation.Vector("v", List.of(2), List.of(3.0, 5.0), List.of(2.0, 2.0)))));
        assertThat(preparation.featureNames()).containsExactly("v[0]", "v[1]");
        assertThat(preparation.width()).isEqualTo(2);
        Encoder encoder = new Encoder(preparation);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment features = arena.allocate(6 * Float.BYTES);
            long[] row = {0};
            part.scan((block, rows, count) -> {
                encoder.features(block, rows, 0, count, features, row[0]);
                row[0] += count;
            });
            assertThat(features.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(-1, -1, 1, 1, 0, 0);
        }
    }

    @Test
    void namesElementsOfSeveralDimensions() {
        assertThat(Elements.names("v", List.of(2, 2))).containsExactly("v[0,0]", "v[0,1]", "v[1,0]", "v[1,1]");
        assertThat(Elements.names("v", List.of())).containsExactly("v");
    }

    @Test
    void wholeNumbersAreClassesAsInText() {
        DataOptions options = OPTIONS.withLabelKind(LabelKind.CATEGORICAL);
        Survey survey = survey(options, blocks());
        assertThat(survey.columns().get(1)).isEqualTo(new Column.Categories("y", List.of("0", "1", "2")));
        survey.scan(block -> assertThat(((Decoded.Codes) block.columns().get(1)).codes())
                .isEqualTo(block.firstRow() == 0 ? new int[] {1} : new int[] {2, 0}));
    }

    @Test
    void refusesWithRowAndElement() {
        assertThatThrownBy(() -> survey(
                        OPTIONS,
                        List.of(Block.of("t", 4, 1, List.of(numbers(1, Double.NEGATIVE_INFINITY), numbers(1))))))
                .hasMessage(
                        "'t', row 5, column 'v[1]' is '-Infinity'; expected a finite number. Correct it or remove the row.");
        assertThatThrownBy(() -> survey(OPTIONS.withMissing(Missing.ERROR), blocks()))
                .hasMessage("'t', row 3, column 'v' is null; expected a number. Fill it, or add --missing mean.");
        Cells none = new Cells.Numbers(new double[1], new boolean[] {true});
        assertThatThrownBy(() -> survey(OPTIONS, List.of(Block.of("t", 0, 1, List.of(numbers(1, 2), none)))))
                .hasMessage("'t', row 1, column 'y' is null; expected a label. Fill it or remove the row.");
        assertThatThrownBy(() -> survey(OPTIONS, List.of())).hasMessage("'t' has no rows.");
    }

    @Test
    void refusesColumnsThatHaveNoMeaning() {
        Field time = Field.of("when", Field.Type.OTHER, "timestamp[us]");
        assertThatThrownBy(() -> ColumnReader.of("t", time, OPTIONS, false))
                .hasMessage(
                        "'t', column 'when' is of type timestamp[us]; expected numbers, texts or booleans. Leave the"
                                + " column out of the file, or cast it.");
        assertThatThrownBy(() -> ColumnReader.of("t", FIELDS.get(0), OPTIONS, true))
                .hasMessage("'t', column 'v' has a block of [2] numbers in each row; expected a label, one value a row."
                        + " Choose another with --label.");
    }

    @Test
    void aTableThatGrewWhileItWasReadIsRefused() {
        List<Block> blocks = new ArrayList<>(blocks());
        Survey survey = new Survey(
                new Numbers(FIELDS, blocks),
                List.of(
                        ColumnReader.of("t", FIELDS.get(0), OPTIONS, false),
                        ColumnReader.of("t", FIELDS.get(1), OPTIONS, true)),
                1);
        blocks.add(Block.of("t", 3, 1, List.of(numbers(1, 3), numbers(1))));
        assertThatThrownBy(() -> survey.scan(_ -> {}))
                .hasMessage("'t' changed while it was read. Wait until it is complete.");
    }
}
