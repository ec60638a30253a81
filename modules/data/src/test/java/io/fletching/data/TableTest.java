package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    private static final String HOMES = """
            rooms,town,price
            2,Ulm,100
            4,Bonn,200
            6,"Ulm",300
            7,Aachen,350
            """;

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @TempDir
    private Path path;

    private DataOptions homes(String content, String label) {
        return DataOptions.of(new Source.File(new Folder(path).csv("homes.csv", content)))
                .withLabel(label)
                .withValidation(new Validation.Last(1));
    }

    private static double[] values(Tensor tensor) {
        return LongStream.range(0, tensor.size()).mapToDouble(tensor::get).toArray();
    }

    @Test
    void standardisesByTheTrainingRowsAlone() {
        try (Split split = memory.load(homes(HOMES, "price"))) {
            double deviation = Math.sqrt(8.0 / 3);
            assertThat(split.preparation())
                    .isEqualTo(new Preparation(
                            true,
                            Missing.ERROR,
                            new Preparation.Table(List.of(
                                    new Preparation.Numeric("rooms", 4, deviation),
                                    new Preparation.OneHot("town", List.of("Aachen", "Bonn", "Ulm")))),
                            new Preparation.Real("price", 200, Math.sqrt(20_000.0 / 3))));
            assertThat(split.preparation().featureNames())
                    .containsExactly("rooms", "town=Aachen", "town=Bonn", "town=Ulm");
            assertThat(split.training().features()).hasToString("F32[3, 4]");
            assertThat(values(split.training().features()))
                    .usingComparatorWithPrecision(1e-7)
                    .containsExactly(-2 / deviation, 0, 0, 1, 0, 0, 1, 0, 2 / deviation, 0, 0, 1);
            assertThat(values(split.validation().features()))
                    .usingComparatorWithPrecision(1e-7)
                    .containsExactly(3 / deviation, 1, 0, 0);
        }
    }

    @Test
    void aNumericLabelIsStandardisedToo() {
        try (Split split = memory.load(homes(HOMES, "price"))) {
            assertThat(split.training().classification()).isFalse();
            assertThat(split.training().classes()).isEmpty();
            assertThat(split.training().targets()).hasToString("F32[3, 1]");
            assertThat(values(split.training().targets()))
                    .usingComparatorWithPrecision(1e-7)
                    .containsExactly(-Math.sqrt(1.5), 0, Math.sqrt(1.5));
            assertThat(values(split.validation().targets()))
                    .usingComparatorWithPrecision(1e-7)
                    .containsExactly(1.5 * Math.sqrt(1.5));
        }
    }

    @Test
    void predictionsLeadBackToTheLabelsOwnUnit() {
        for (boolean standardize : new boolean[] {true, false}) {
            try (Split split = memory.load(homes(HOMES, "price").withStandardize(standardize))) {
                Preparation preparation = split.preparation();
                assertThat(Arrays.stream(values(split.training().targets())).map(preparation::restore))
                        .usingComparatorForType(
                                (a, b) -> Math.abs(a - b) < 1e-4 ? 0 : Double.compare(a, b), Double.class)
                        .containsExactly(100.0, 200.0, 300.0);
                assertThat(preparation.targetUnit()).isEqualTo(standardize ? Math.sqrt(20_000.0 / 3) : 1);
            }
        }
    }

    @Test
    void aConstantLabelIsCentredAndNotDivided() {
        try (Split split = memory.load(homes("x,y\n1,7\n2,7\n3,7\n4,9\n", "y"))) {
            assertThat(values(split.training().targets())).containsExactly(0, 0, 0);
            assertThat(values(split.validation().targets())).containsExactly(2);
            assertThat(split.preparation().targetUnit()).isEqualTo(1);
            assertThat(split.preparation().restore(2)).isEqualTo(9);
        }
    }

    @Test
    void aCategoricalLabelGivesClasses() {
        try (Split split = memory.load(homes(HOMES, "town"))) {
            assertThat(split.training().classification()).isTrue();
            assertThat(split.training().classes()).containsExactly("Aachen", "Bonn", "Ulm");
            assertThat(split.training().targets()).hasToString("I32[3]");
            assertThat(values(split.training().targets())).containsExactly(2, 1, 2);
            assertThat(values(split.validation().targets())).containsExactly(0);
        }
    }

    @Test
    void numbersCanBeClassesInTheOrderOfNumbers() {
        DataOptions options = homes("x,y\n1,10\n2,9\n3,10\n4,9\n", "y").withLabelKind(LabelKind.CATEGORICAL);
        try (Split split = memory.load(options)) {
            assertThat(split.training().classes()).containsExactly("9", "10");
            assertThat(values(split.training().targets())).containsExactly(1, 0, 1);
        }
    }

    @Test
    void canLeaveNumbersAsTheyAre() {
        try (Split split = memory.load(homes(HOMES, "price").withStandardize(false))) {
            assertThat(values(split.training().features())).startsWith(2, 0, 0, 1, 4);
            assertThat(values(split.training().targets())).containsExactly(100, 200, 300);
            assertThat(values(split.validation().targets())).containsExactly(350);
        }
    }

    /// Three times 0.1 divided by 3 is not 0.1, and must not become a deviation.
    @Test
    void aConstantColumnIsCentredAndNotDivided() {
        try (Split split = memory.load(homes("x,y\n0.1,1\n0.1,2\n0.1,3\n0.6,4\n", "y"))) {
            assertThat(split.preparation().inputs())
                    .isEqualTo(new Preparation.Table(List.of(new Preparation.Numeric("x", 0.1, 0))));
            assertThat(values(split.training().features())).containsExactly(0, 0, 0);
            assertThat(values(split.validation().features())[0]).isCloseTo(0.5, within(1e-7));
        }
    }

    @Test
    void aLargeOffsetCostsNoDigits() {
        try (Split split = memory.load(homes("x,y\n1700000001,1\n1700000002,2\n1700000003,3\n1700000004,4\n", "y"))) {
            assertThat(values(split.training().features()))
                    .usingComparatorWithPrecision(1e-6)
                    .containsExactly(-Math.sqrt(1.5), 0, Math.sqrt(1.5));
        }
    }

    @Test
    void anEmptyNumberTakesTheMeanOfTheTrainingRows() {
        DataOptions options = homes("a,b,y\n,5,1\n1,,2\n3,7,3\n,,4\n", "y").withMissing(Missing.MEAN);
        try (Split split = memory.load(options.withStandardize(false))) {
            assertThat(values(split.training().features())).containsExactly(2, 5, 1, 6, 3, 7);
            assertThat(values(split.validation().features())).containsExactly(2, 6);
        }
    }

    @Test
    void aColumnCanBeNamedNumeric() {
        DataOptions options = homes("a,y\n,1\n2,2\n4,3\n6,4\n", "y")
                .withNumeric(Set.of("a"))
                .withMissing(Missing.MEAN)
                .withStandardize(false);
        try (Split split = memory.load(options)) {
            assertThat(values(split.training().features())).containsExactly(3, 2, 4);
        }
    }

    @Test
    void readsWhatRealFilesHold() {
        String content = "\uFEFF\"name\", y\r\n\"a, \"\"b\"\"\r\nc\", 1.5e1 \r\n\r\nd,-.5\r\n\"a, \"\"b\"\"\r\nc\",+2.";
        try (Split split = memory.load(homes(content, "y").withStandardize(false))) {
            assertThat(split.preparation().featureNames()).containsExactly("name=a, \"b\"\r\nc", "name=d");
            assertThat(values(split.training().targets())).containsExactly(15, -0.5);
        }
    }

    @Test
    void gzipIsUnpackedWhateverTheName() {
        Folder folder = new Folder(path);
        byte[] packed = Folder.gzip(HOMES.getBytes(StandardCharsets.UTF_8));
        for (String name : List.of("homes.csv.gz", "homes")) {
            DataOptions options =
                    DataOptions.of(new Source.File(folder.write(name, packed))).withLabel("price");
            try (Split split = memory.load(options)) {
                assertThat(split.training().rows()).isEqualTo(3);
            }
        }
    }

    @Test
    void anotherFileValidatesWithItsColumnsInAnyOrder() {
        Path other = new Folder(path).csv("other.csv", "price,town,rooms\n50,Bonn,8\n60,Aachen,1\n");
        DataOptions options = homes(HOMES, "price").withValidation(new Validation.File(other));
        try (Split split = memory.load(options.withStandardize(false))) {
            assertThat(split.training().rows()).isEqualTo(4);
            assertThat(values(split.validation().features())).containsExactly(8, 0, 1, 0, 1, 1, 0, 0);
            assertThat(values(split.validation().targets())).containsExactly(50, 60);
        }
    }

    @Test
    void aFractionIsDrawnWithTheSeedAndEveryRowIsInOnePart() {
        StringBuilder content = new StringBuilder("x,y\n");
        for (int row = 0; row < 100; row++) {
            content.append(row).append(',').append(row).append('\n');
        }
        DataOptions options = homes(content.toString(), "y")
                .withValidation(new Validation.Fraction(0.25))
                .withStandardize(false);
        try (Split split = memory.load(options);
                Split again = memory.load(options);
                Split other = memory.load(options.withSeed(1))) {
            double[] validation = values(split.validation().targets());
            double[] all = DoubleStream.concat(
                            Arrays.stream(validation),
                            Arrays.stream(values(split.training().targets())))
                    .sorted()
                    .toArray();
            assertThat(validation).hasSize(25).isSorted();
            assertThat(all).isEqualTo(IntStream.range(0, 100).asDoubleStream().toArray());
            assertThat(values(again.validation().targets())).isEqualTo(validation);
            assertThat(values(other.validation().targets())).isNotEqualTo(validation);
        }
    }
}
