package io.fletching.provider.zscoreclipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.ClipperTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZScoreClippingTest {
    private static final double THRESHOLD = 2.5;
    private static final double DECAY = 0.97;
    private static final double EPS = 1e-6;

    /// The paper's algorithm, by itself: the norms of the warm-up are kept, and their mean and variance taken in two
    /// passes.
    private static final class Paper {
        private final List<Double> first = new ArrayList<>();
        private final int warmup;
        private final String target;
        private double mean;
        private double variance;

        Paper(int warmup, String target) {
            this.warmup = warmup;
            this.target = target;
        }

        double clip(double norm) {
            if (first.size() < warmup) {
                first.add(norm);
                mean = first.stream().mapToDouble(x -> x).average().orElseThrow();
                variance = first.stream()
                        .mapToDouble(x -> (x - mean) * (x - mean))
                        .average()
                        .orElseThrow();
                return norm;
            }
            double deviation = Math.sqrt(variance);
            double z = (norm - mean) / (deviation + EPS);
            double clipped = norm;
            if (z > THRESHOLD) {
                clipped = switch (target) {
                    case "mean" -> mean;
                    case "threshold" -> mean + THRESHOLD * deviation;
                    default -> mean + THRESHOLD * deviation / (z / THRESHOLD);
                };
            }
            mean = DECAY * mean + (1 - DECAY) * clipped;
            variance = DECAY * variance + (1 - DECAY) * (clipped - mean) * (clipped - mean);
            return clipped;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reciprocal", "threshold", "mean"})
    void itIsThePapersAlgorithm(String target) {
        var paper = new Paper(25, target);
        var random = new Random(3);
        int clipped = 0;
        try (var trial = ClipperTrial.of(new ZScoreClipping(), Map.of("target", target), Shape.of(2))) {
            for (int update = 1; update <= 300; update++) {
                // What float32 holds: 3 and 4 times a half.
                float size = (float) (1 + 0.2 * random.nextGaussian()) * (update % 40 == 0 ? 20 : 1);
                trial.gradient(0).set(0, 3 * size);
                trial.gradient(0).set(1, -4 * size);
                double norm = 0.5
                        * Math.hypot(trial.gradient(0).get(0), trial.gradient(0).get(1));
                double expected = paper.clip(norm);
                clipped += expected < norm ? 1 : 0;
                trial.clip(0.5);
                double norms =
                        Math.hypot(trial.gradient(0).get(0), trial.gradient(0).get(1));
                assertThat(norms).as("update " + update).isCloseTo(expected, within(1e-6 * expected));
                assertThat(trial.history().get("norms").get(0)).isEqualTo(update);
                assertThat(trial.history().get("norms").get(1)).isCloseTo(paper.mean, within(1e-12));
                assertThat(trial.history().get("norms").get(2)).isCloseTo(paper.variance, within(1e-12));
            }
        }
        assertThat(clipped).isBetween(7, 30);
    }

    @Test
    void theWarmUpClipsNothing() {
        try (var trial = ClipperTrial.of(new ZScoreClipping(), Map.of("warmup", "3"), Shape.of(1))) {
            for (double norm : new double[] {1, 2, 1e6}) {
                assertThat(clip(trial, norm)).isEqualTo(norm);
            }
            assertThat(trial.history().get("norms").get(1)).isCloseTo(1000003 / 3.0, within(1e-6));
        }
    }

    /// A history of zeros says nothing of norms: to bring them to its mean would stop the training for good.
    @Test
    void normsBehindZerosAreLeft() {
        try (var trial = ClipperTrial.of(new ZScoreClipping(), Map.of("warmup", "2"), Shape.of(1))) {
            clip(trial, 0);
            clip(trial, 0);
            assertThat(clip(trial, 5)).isEqualTo(5);
            assertThat(trial.history().get("norms").get(1)).isPositive();
        }
    }

    @Test
    void whatIsNotFiniteStaysOutOfTheHistory() {
        try (var trial = ClipperTrial.of(new ZScoreClipping(), Map.of("warmup", "2"), Shape.of(1))) {
            clip(trial, 1);
            clip(trial, 2);
            assertThat(clip(trial, Double.NaN)).isNaN();
            assertThat(clip(trial, Double.POSITIVE_INFINITY)).isInfinite();
            assertThat(trial.history().get("norms").get(0)).isEqualTo(2);
            assertThat(trial.history().get("norms").get(1)).isEqualTo(1.5);
            assertThat(trial.history().get("norms").get(2)).isEqualTo(0.25);
        }
    }

    private static double clip(ClipperTrial trial, double gradient) {
        trial.gradient(0).set(0, gradient);
        trial.clip(1);
        return trial.gradient(0).get(0);
    }
}
