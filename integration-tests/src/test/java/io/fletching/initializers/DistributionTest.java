package io.fletching.initializers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.spi.Initializer;
import io.fletching.spi.Shape;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What initializers draw, held against the distributions that they stand for.
class DistributionTest {
    private static final Catalog CATALOG = Catalog.load();

    /// Ten million weights, of fans that differ.
    private static final Shape LARGE = Shape.of(2500, 4000);
    private static final Shape SMALL = Shape.of(100, 200);

    private static final int SEEDS = 20;
    private static final double RARE = 0.0025;

    /// 1 / 0.8796256610342398: how much wider a normal is whose truncation at ±2 has deviation 1.
    private static final double WIDER = 1.1368472343385565;

    interface OfShape {
        Target of(double in, double out);
    }

    private static Arguments of(String name, Map<String, String> options, OfShape target) {
        return Arguments.of(CATALOG.initializer(name).with(options), target);
    }

    static Stream<Arguments> initializers() {
        double root3 = Math.sqrt(3);
        return Stream.of(
                of("uniform", Map.of("low", "-0.5", "high", "2"), (_, _) -> Target.uniform(-0.5, 2)),
                of("normal", Map.of("mean", "1", "deviation", "0.3"), (_, _) -> Target.normal(1, 0.3)),
                of("truncated-normal", Map.of(), (_, _) -> Target.truncated(0, 1, 2)),
                of(
                        "truncated-normal",
                        Map.of("cut", "absolute", "deviation", "4"),
                        (_, _) -> Target.truncated(0, 4, 0.5)),
                of("truncated-normal", Map.of("cut", "relative", "mean", "3"), (_, _) -> Target.truncated(3, 1, 2)),
                of("truncated-normal", Map.of("cut", "corrected"), (_, _) -> Target.truncated(0, WIDER, 2)),
                of("xavier", Map.of(), (in, out) -> uniform(Math.sqrt(6 / (in + out)))),
                of(
                        "xavier",
                        Map.of("distribution", "normal", "gain", "selu"),
                        (in, out) -> Target.normal(0, 0.75 * Math.sqrt(2 / (in + out)))),
                of("he", Map.of(), (in, _) -> Target.normal(0, Math.sqrt(2 / in))),
                of(
                        "he",
                        Map.of("distribution", "truncated-normal", "mode", "fan-out"),
                        (_, out) -> Target.truncated(0, WIDER * Math.sqrt(2 / out), 2)),
                of("lecun", Map.of(), (in, _) -> Target.truncated(0, WIDER / Math.sqrt(in), 2)),
                of("lecun", Map.of("distribution", "uniform"), (in, _) -> uniform(root3 / Math.sqrt(in))),
                of(
                        "variance-scaling",
                        Map.of("mode", "fan-geometric", "distribution", "normal"),
                        (in, out) -> Target.normal(0, 1 / Math.sqrt(Math.sqrt(in * out)))),
                of("sparse", Map.of("sparsity", "0"), (_, _) -> Target.normal(0, 0.01)));
    }

    private static Target uniform(double bound) {
        return Target.uniform(-bound, bound);
    }

    @ParameterizedTest
    @MethodSource("initializers")
    void tenMillionHaveTheMomentsAndTheBounds(Technique<Initializer> technique, OfShape targets) {
        var target = targets.of((double) LARGE.dim(1), (double) LARGE.dim(0));
        try (var sample = Sample.of(technique, LARGE, 1)) {
            double n = sample.size();
            double error = Math.sqrt(target.variance() / n);
            assertThat(sample.mean()).as("mean").isCloseTo(target.mean(), within(5 * error));
            double spread = Math.sqrt((target.fourth() - target.variance() * target.variance()) / n);
            assertThat(sample.variance(target.mean())).as("variance").isCloseTo(target.variance(), within(5 * spread));
            assertThat(sample.largest()).isLessThanOrEqualTo((float) target.high());
            assertThat(sample.negated().largest()).isLessThanOrEqualTo((float) -target.low());
        }
    }

    @ParameterizedTest
    @MethodSource("initializers")
    void ofTwentySeedsAtMostOneIsFarFromTheDistribution(Technique<Initializer> technique, OfShape targets) {
        var target = targets.of((double) SMALL.dim(1), (double) SMALL.dim(0));
        assertThat(IntStream.range(0, SEEDS)
                        .filter(seed -> p(technique, seed, target) < RARE)
                        .count())
                .isLessThanOrEqualTo(1);
    }

    private static double p(Technique<Initializer> technique, long seed, Target target) {
        try (var sample = Sample.of(technique, SMALL, seed)) {
            return target.kolmogorovSmirnov(sample.toArray());
        }
    }

    /// What other libraries draw instead is seen at once: DJL's Xavier, √2 too wide; DL4J's LeCun, √3 too wide, and its
    /// truncated form, 0.88 of what it should be.
    @Test
    void theMistakesOfOthersAreFarFromIt() {
        double in = (double) SMALL.dim(1);
        double out = (double) SMALL.dim(0);
        assertThat(p(CATALOG.initializer("xavier"), 1, uniform(Math.sqrt(12 / (in + out)))))
                .isLessThan(1e-12);
        var lecun = CATALOG.initializer("lecun");
        assertThat(p(lecun.with("distribution", "uniform"), 1, uniform(3 / Math.sqrt(in))))
                .isLessThan(1e-12);
        assertThat(p(lecun, 1, Target.truncated(0, 1 / Math.sqrt(in), 2))).isLessThan(1e-12);
    }
}
