package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GlyphsTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private static final DataOptions GLYPHS = DataOptions.of(Source.glyphs());

    @Test
    void hasTenClassesOfSmallImagesInTwoParts() {
        try (Split split = memory.load(GLYPHS)) {
            assertThat(split.training().features()).hasToString("F32[9600, 400]");
            assertThat(split.training().targets()).hasToString("I32[9600]");
            assertThat(split.validation().features()).hasToString("F32[2400, 400]");
            assertThat(split.validation().classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
            assertThat(split.preparation().featureNames()).hasSize(400).startsWith("pixel[0,0]", "pixel[0,1]");
        }
    }

    /// The pixels themselves, pinned: a generated set is as fixed as a file.
    @Test
    void isTheSameOnEveryMachine() throws NoSuchAlgorithmException {
        DataOptions raw = DataOptions.of(new Source.Glyphs(1_000, 0))
                .withStandardize(false)
                .withValidation(new Validation.Last(500));
        try (Split split = memory.load(raw)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Tensor features = split.training().features();
            for (long i = 0; i < features.size(); i++) {
                digest.update((byte) Math.round(features.get(i) * 255));
            }
            assertThat(HexFormat.of().formatHex(digest.digest(), 0, 8)).isEqualTo("de96b39d20baa02b");
        }
    }

    @Test
    void differsWithItsSeed() {
        try (Split one = memory.load(DataOptions.of(new Source.Glyphs(20, 1)));
                Split two = memory.load(DataOptions.of(new Source.Glyphs(20, 2)))) {
            assertThat(one.training()
                            .features()
                            .data()
                            .mismatch(two.training().features().data()))
                    .isNotNegative();
        }
    }

    /// Rows do not depend on how many there are.
    @Test
    void beginsTheSameWhateverItsLength() {
        DataOptions last = GLYPHS.withStandardize(false).withValidation(new Validation.Last(1));
        try (Split few = memory.load(last.withSource(new Source.Glyphs(11, 0)));
                Split many = memory.load(last.withSource(new Source.Glyphs(31, 0)))) {
            MemorySegment start = many.training()
                    .features()
                    .data()
                    .asSlice(0, few.training().features().data().byteSize());
            assertThat(few.training().features().data().mismatch(start)).isEqualTo(-1);
        }
    }

    @Test
    void noValidationImageRepeatsATrainingImage() {
        try (Split split = memory.load(GLYPHS)) {
            Set<ByteBuffer> seen = new HashSet<>();
            long images = split.training().rows() + split.validation().rows();
            for (Dataset part : new Dataset[] {split.training(), split.validation()}) {
                for (long row = 0; row < part.rows(); row++) {
                    seen.add(part.features().rows(row, 1).data().asByteBuffer());
                }
            }
            assertThat(seen).hasSize((int) images);
        }
    }

    /// Hard enough that a linear model stays below 85 %, and not so hard that it learns nothing.
    @Test
    void softmaxRegressionStaysBelow85Percent() {
        try (Split split = memory.load(GLYPHS)) {
            SoftmaxRegression model = SoftmaxRegression.train(split.training(), 12);
            double accuracy = model.accuracy(split.validation());
            System.out.printf(
                    "softmax regression on glyphs: %.4f on validation rows, %.4f on training rows%n",
                    accuracy, model.accuracy(split.training()));
            assertThat(accuracy).isBetween(0.7, 0.85);
        }
    }
}
