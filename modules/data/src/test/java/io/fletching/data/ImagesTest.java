package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
    private static final byte[] PIXELS = {0, 0, 0, (byte) 255, (byte) 255, 0, 51, 102, 0, 0, 0, (byte) 204};

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @TempDir
    private Path path;

    private Folder folder;

    @BeforeEach
    void wrap() {
        folder = new Folder(path);
    }

    private DataOptions images(byte[] content) {
        return DataOptions.of(new Source.File(folder.write("t-images-idx3-ubyte", content)))
                .withValidation(new Validation.Last(1));
    }

    private DataOptions whole() {
        folder.write("t-labels-idx1-ubyte", Folder.idx(new byte[] {7, 3, 7}, 3));
        return images(Folder.idx(PIXELS, 3, 2, 2));
    }

    @Test
    void standardisesByOneMeanAndOneDeviationOfTheTrainingPart() {
        try (Split split = memory.load(whole())) {
            double mean = (1 + 1 + 0.2 + 0.4) / 8;
            double deviation = Math.sqrt((1 + 1 + 0.04 + 0.16) / 8 - mean * mean);
            var pixels = (Preparation.Pixels) split.preparation().inputs();
            assertThat(pixels.shape()).containsExactly(2, 2);
            assertThat(pixels.mean()).isCloseTo(mean, within(1e-15));
            assertThat(pixels.deviation()).isCloseTo(deviation, within(1e-15));
            assertThat(split.training().features()).hasToString("F32[2, 4]");
            assertThat(split.training().features().get(3)).isCloseTo((1 - mean) / deviation, within(1e-6));
            assertThat(split.validation().features().get(3)).isCloseTo((0.8 - mean) / deviation, within(1e-6));
            assertThat(split.preparation().featureNames())
                    .containsExactly("pixel[0,0]", "pixel[0,1]", "pixel[1,0]", "pixel[1,1]");
        }
    }

    @Test
    void classesAreTheLabelsThatOccur() {
        try (Split split = memory.load(whole())) {
            assertThat(split.training().classes()).containsExactly("3", "7");
            assertThat(split.training().targets().get(0)).isEqualTo(1);
            assertThat(split.training().targets().get(1)).isZero();
        }
    }

    @Test
    void canLeaveGreyLevelsBetween0And1() {
        try (Split split = memory.load(whole().withStandardize(false))) {
            assertThat(split.validation().features().get(3)).isCloseTo(0.8, within(1e-7));
        }
    }

    @Test
    void labelsCanBeNamedAndFilesPacked() {
        Path pixels = folder.write("a.gz", Folder.gzip(Folder.idx(PIXELS, 3, 4)));
        Path labels = folder.write("b", Folder.idx(new byte[] {0, 1, 1}, 3));
        DataOptions options = DataOptions.of(new Source.File(pixels).withLabels(labels));
        try (Split split = memory.load(options.withValidation(new Validation.Last(1)))) {
            assertThat(split.training().width()).isEqualTo(4);
        }
    }

    @Test
    void anotherFileValidatesWithTheClassesOfTheFirst() {
        Path other = folder.write("v-images-idx3-ubyte", Folder.idx(new byte[4], 1, 2, 2));
        folder.write("v-labels-idx1-ubyte.gz", Folder.gzip(Folder.idx(new byte[] {7}, 1)));
        try (Split split = memory.load(whole().withValidation(new Validation.File(other)))) {
            assertThat(split.training().rows()).isEqualTo(3);
            assertThat(split.validation().targets().get(0)).isEqualTo(1);
        }
        folder.write("v-labels-idx1-ubyte.gz", Folder.gzip(Folder.idx(new byte[] {8}, 1)));
        assertThat(folder.refusal(whole().withValidation(new Validation.File(other))))
                .isEqualTo("data-unknown-category: 'v-images-idx3-ubyte', row 1, column 'label' is '8', a value"
                        + " that the training file does not have. Did you mean '3'? Values: [3, 7].");
        folder.write("v-images-idx3-ubyte", Folder.idx(new byte[6], 1, 2, 3));
        assertThat(folder.refusal(whole().withValidation(new Validation.File(other))))
                .isEqualTo("data-shape: 'v-images-idx3-ubyte' holds images of [2, 3]; expected [2, 2], as in"
                        + " 't-images-idx3-ubyte'.");
    }

    @Test
    void refusesWhatIsNoWholeFile() {
        byte[] whole = Folder.idx(PIXELS, 3, 2, 2);
        folder.write("t-labels-idx1-ubyte", Folder.idx(new byte[] {7, 3, 7}, 3));
        assertThat(folder.refusal(images(Arrays.copyOf(whole, whole.length - 5))))
                .isEqualTo("data-truncated: 't-images-idx3-ubyte' is cut off: of the 12 bytes of its dimensions"
                        + " [3, 2, 2], 7 are there.");
        assertThat(folder.refusal(images(Arrays.copyOf(whole, 10))))
                .isEqualTo("data-truncated: 't-images-idx3-ubyte' is cut off: of the 12 bytes of its header, 6 are"
                        + " there.");
        assertThat(folder.refusal(images(Arrays.copyOf(whole, whole.length + 1))))
                .isEqualTo("data-idx: 't-images-idx3-ubyte' goes on after the 12 bytes of its dimensions [3, 2, 2]; it"
                        + " is damaged.");
        assertThat(folder.refusal(images(Folder.idx(new byte[0], 0, 2, 2))))
                .isEqualTo("data-no-rows: 't-images-idx3-ubyte' holds no values: its dimensions are [0, 2, 2].");
        assertThat(folder.refusal(images(Folder.idx(PIXELS, -1, 2, 2))))
                .isEqualTo(
                        "data-idx: 't-images-idx3-ubyte' says that its dimensions are [4294967295, 2, 2], of which each"
                                + " and the product of all but the first are to be below 2147483640.");
        whole[2] = 0x0D;
        assertThat(folder.refusal(images(whole)))
                .isEqualTo("data-idx: 't-images-idx3-ubyte' holds IDX values of type 0x0d; expected unsigned bytes,"
                        + " type 0x08.");
    }

    @Test
    void refusesLabelsThatDoNotFit() {
        DataOptions options = images(Folder.idx(PIXELS, 3, 2, 2));
        assertThat(folder.refusal(options))
                .isEqualTo("data-no-labels: 't-images-idx3-ubyte' holds images, and their labels"
                        + " 't-labels-idx1-ubyte' do not exist; add --labels FILE.");
        Path labels = folder.write("t-labels-idx1-ubyte", Folder.idx(new byte[] {7, 3}, 2));
        assertThat(folder.refusal(options))
                .isEqualTo("data-counts: 't-images-idx3-ubyte' holds 3 images and 't-labels-idx1-ubyte' 2 labels;"
                        + " expected one label an image.");
        folder.write("t-labels-idx1-ubyte", Folder.idx(new byte[] {7, 3, 1}, 3, 1));
        assertThat(folder.refusal(options))
                .isEqualTo("data-idx: 't-labels-idx1-ubyte' has rows of shape [1]; expected labels, one number a row.");
        folder.csv("t-labels-idx1-ubyte", "label");
        assertThat(folder.refusal(options))
                .isEqualTo("data-idx: 't-labels-idx1-ubyte' is not IDX: it does not begin with its magic number.");
        folder.write("t-labels-idx1-ubyte", Folder.idx(new byte[] {7, 7, 3}, 3));
        assertThat(folder.refusal(options))
                .isEqualTo("data-one-class: 't-images-idx3-ubyte', label 'label' is '7' in all 2 training rows;"
                        + " expected at least two classes.");
        assertThat(folder.refusal(DataOptions.of(new Source.File(labels))))
                .isEqualTo("data-idx: 't-labels-idx1-ubyte' holds one number a row, as labels do; expected images, of"
                        + " two or more dimensions.");
        Path unnamed = folder.write("pixels", Folder.idx(PIXELS, 3, 2, 2));
        assertThat(folder.refusal(DataOptions.of(new Source.File(unnamed))))
                .isEqualTo("data-no-labels: 'pixels' holds images, and its name does not say where their labels are;"
                        + " add --labels FILE.");
    }

    @Test
    void refusesOptionsOfTables() {
        assertThat(List.of(
                        folder.refusal(whole().withMissing(Missing.MEAN)),
                        folder.refusal(whole().withLabelKind(LabelKind.NUMERIC))))
                .containsExactly(
                        "data-option: 't-images-idx3-ubyte' is not a table: a rule for missing cells cannot be chosen."
                                + " Leave it out.",
                        "data-option: 't-images-idx3-ubyte' is not a table: a kind of label cannot be chosen. Leave it"
                                + " out.");
        assertThat(refusalOfLabels()).isEqualTo("A generated set brings its labels; leave out the labels file 'x'.");
    }

    private static String refusalOfLabels() {
        try {
            return Source.glyphs().withLabels(Path.of("x")).toString();
        } catch (io.fletching.spi.FletchingException e) {
            return e.getMessage();
        }
    }
}
