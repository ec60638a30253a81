package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.runtime.Catalog;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.tck.NormalizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What norms of other libraries get wrong, as read in their sources: their figure, and ours.
class NormMistakesTest {
    private static final Catalog CATALOG = Catalog.load();

    private static NormalizerTrial trial(String name, Map<String, String> options, int width, int batch) {
        return NormalizerTrial.of(CATALOG.normalizer(name).provider(), options, Shape.of(width), batch, DType.F32);
    }

    private static void tell(String what, double theirs, double ours) {
        System.out.printf("peers: %s: theirs %.6g, ours %.6g%n", what, theirs, ours);
    }

    /// Flax's norms take the variance as the mean of squares less the square of the mean, unless
    /// `use_fast_variance=False`. In float32 nothing is left of it where the mean is 10,000 deviations.
    @Test
    void aVarianceIsTakenFromDeviations() {
        float[] x = {10_000, 10_002};
        float mean = (x[0] + x[1]) / 2;
        float fast = Math.max((x[0] * x[0] + x[1] * x[1]) / 2 - mean * mean, 0);
        double theirs = (x[0] - mean) / Math.sqrt(fast + 1e-6);
        try (var trial = trial("layernorm", Map.of("eps", "1e-6"), 2, 1)) {
            trial.x().set(0, x[0]);
            trial.x().set(1, x[1]);
            trial.train();
            double ours = trial.y().get(0);
            tell("10,000 normalized beside 10,002", theirs, ours);
            assertThat(theirs).isLessThan(-100);
            assertThat(ours).isCloseTo(-1, within(1e-5));
        }
    }

    /// Keras, Flax and DL4J evaluate by the biased variance of batches: of batches of 2 it is half of that of the rows.
    @Test
    void aRunningVarianceIsUnbiased() {
        try (var trial = trial("batchnorm", Map.of("cumulative", "true"), 1, 2)) {
            double theirs = 0;
            int batches = 400;
            for (int i = 1; i <= batches; i++) {
                // All pairs of -1 and 1 alike: the variance of what they are drawn from is 1.
                double first = i % 2 == 0 ? 1 : -1;
                double second = i / 2 % 2 == 0 ? 1 : -1;
                trial.x().set(0, first);
                trial.x().set(1, second);
                trial.train();
                theirs += (first - second) * (first - second) / 4 / batches;
            }
            double ours = trial.slot("running-variance").get(0);
            tell("the variance of signs, from batches of 2", theirs, ours);
            assertThat(theirs).isCloseTo(0.5, within(0.01));
            assertThat(ours).isCloseTo(1, within(0.01));
        }
    }

    /// The epsilon of PyTorch's RMS norm is by default the machine's for the type, so that the same model in
    /// bfloat16 is another function: where activations are of size 0.01 its results are of size 0.11 in place of
    /// 1.
    @Test
    void anEpsilonDoesNotDependOnTheType() {
        double ofBfloat16 = Math.pow(2, -7);
        double theirs = 0.01 / Math.sqrt(0.01 * 0.01 + ofBfloat16);
        try (var trial = trial("rmsnorm", Map.of(), 4, 1)) {
            for (int i = 0; i < 4; i++) {
                trial.x().set(i, 0.01);
            }
            trial.train();
            double ours = trial.y().get(0);
            tell("0.01 among its like, by the epsilon of bfloat16", theirs, ours);
            assertThat(theirs).isCloseTo(0.11, within(0.01));
            assertThat(ours).isCloseTo(1, within(0.01));
        }
    }
}
