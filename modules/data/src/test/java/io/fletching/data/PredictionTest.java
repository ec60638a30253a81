package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.spi.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Rows to predict are prepared as those that a model was trained on.
class PredictionTest {
    private static final String HOMES = "rooms,town,price\n2,Ulm,100\n4,Bonn,200\n6,Ulm,300\n7,Bonn,350\n";

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @TempDir
    private Path path;

    private Preparation trained(Missing missing) {
        DataOptions options = DataOptions.of(new Source.File(new Folder(path).csv("homes.csv", HOMES)))
                .withLabel("price")
                .withMissing(missing)
                .withValidation(new Validation.Last(1))
                .withStandardize(false);
        try (Split split = memory.load(options)) {
            return split.preparation();
        }
    }

    private List<List<Double>> rows(String content, Missing missing, Unknown unknown) {
        Path file = new Folder(path).csv("new.csv", content);
        return rows(new Source.File(file), trained(missing), unknown, 2);
    }

    private List<List<Double>> rows(Source source, Preparation preparation, Unknown unknown, int batch) {
        List<List<Double>> rows = new ArrayList<>();
        long count = Data.rows(source, preparation, unknown, memory.memory(), batch, features -> {
            for (long row = 0; row < features.shape().rows(); row++) {
                Tensor one = features.rows(row, 1);
                rows.add(LongStream.range(0, one.size()).mapToObj(one::get).toList());
            }
        });
        assertThat(rows).hasSize((int) count);
        return rows;
    }

    @Test
    void findsColumnsByNameAndIgnoresOthersInTheOrderOfTheFile() {
        assertThat(rows("town,id,rooms\nBonn,a,9\nUlm,b,1\nUlm,,3\n", Missing.ERROR, Unknown.ERROR))
                .containsExactly(List.of(9.0, 1.0, 0.0), List.of(1.0, 0.0, 1.0), List.of(3.0, 0.0, 1.0));
        assertThat(rows(HOMES, Missing.ERROR, Unknown.ERROR)).hasSize(4);
    }

    @Test
    void labelsAreHandedOnWhereTheyAreThereAndAreNoMistakeWhereTheyAreNone() {
        Path file = new Folder(path)
                .csv("new.csv", "price,town,rooms\n70.5,Ulm,1\n,Ulm,1\nmuch,Ulm,1\nnan,Ulm,1\n-3,Ulm,1\n");
        List<Double> labels = new ArrayList<>();
        Data.rows(new Source.File(file), trained(Missing.ERROR), Unknown.ERROR, memory.memory(), 2, new RowBatches() {
            @Override
            public void accept(Tensor features) {
                throw new AssertionError("The label is there.");
            }

            @Override
            public void accept(Tensor features, double[] some) {
                assertThat(some).hasSize((int) features.shape().rows());
                Arrays.stream(some).forEach(labels::add);
            }
        });
        assertThat(labels).containsExactly(70.5, Double.NaN, Double.NaN, Double.NaN, -3.0);
    }

    @Test
    void aMissingValueIsWhatItWasInTraining() {
        assertThat(rows("town,rooms\nBonn,\n", Missing.MEAN, Unknown.ERROR)).containsExactly(List.of(4.0, 1.0, 0.0));
        assertThatThrownBy(() -> rows("town,rooms\nBonn,\n", Missing.ERROR, Unknown.ERROR))
                .hasMessageEndingWith(
                        "new.csv', row 1 (line 2), column 'rooms' is empty; expected a number. Fill it, or"
                                + " train with --missing mean.");
    }

    @Test
    void anUnseenCategoryIsAMistakeOrNone() {
        String content = "town,rooms\nUlm,1\nBon,2\n";
        assertThatThrownBy(() -> rows(content, Missing.ERROR, Unknown.ERROR))
                .hasMessageEndingWith("new.csv', row 2 (line 3), column 'town' is 'Bon', a value that the training rows"
                        + " did not have. Correct it, or add --unknown ignore. Did you mean 'Bonn'? Values: [Bonn,"
                        + " Ulm].");
        assertThat(rows(content, Missing.ERROR, Unknown.IGNORE))
                .containsExactly(List.of(1.0, 0.0, 1.0), List.of(2.0, 0.0, 0.0));
    }

    @Test
    void aMissingColumnIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> rows("town,room\nUlm,1\n", Missing.ERROR, Unknown.ERROR))
                .hasMessageEndingWith("new.csv' has no column 'rooms', which the model was trained on. Did you mean"
                        + " 'room'? Columns: [town, room].");
    }

    @Test
    void aGeneratedSetGivesTheRowsThatTrainingHad() {
        try (Split split = memory.load(DataOptions.of(Source.spirals()).withValidation(new Validation.Last(1)))) {
            List<List<Double>> rows = rows(Source.spirals(), split.preparation(), Unknown.ERROR, 700);
            assertThat(rows).hasSize(3_000);
            Tensor features = split.training().features();
            for (int row = 0; row < 2_999; row++) {
                assertThat(rows.get(row)).containsExactly(features.get(2L * row), features.get(2L * row + 1));
            }
        }
    }

    @Test
    void imagesNeedNoLabelsAndTheirShape() {
        Folder folder = new Folder(path);
        Preparation pixels = new Preparation(
                false,
                Missing.ERROR,
                new Preparation.Pixels(List.of(1, 2), 0, 1),
                new Preparation.Classes("label", List.of("0", "1")));
        Path images = folder.write("images", Folder.idx(new byte[] {0, 51, 102, (byte) 255}, 2, 1, 2));
        assertThat(rows(new Source.File(images), pixels, Unknown.ERROR, 8))
                .containsExactly(List.of(0.0, (double) 0.2f), List.of((double) 0.4f, 1.0));
        Path square = folder.write("square", Folder.idx(new byte[4], 1, 2, 2));
        assertThatThrownBy(() -> rows(new Source.File(square), pixels, Unknown.ERROR, 8))
                .hasMessageEndingWith("square' holds images of [2, 2]; expected [1, 2], as in 'the training rows'.");
        assertThatThrownBy(() -> rows(new Source.File(square), trained(Missing.ERROR), Unknown.ERROR, 8))
                .hasMessageEndingWith("square' holds images; expected a table with the columns [rooms, town].");
        assertThatThrownBy(() -> rows(Source.spirals(), pixels, Unknown.ERROR, 8))
                .hasMessage("'spirals' is a table; expected images, as those that the model was trained on.");
    }
}
