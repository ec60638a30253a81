package io.fletching.provider.adamw8bit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdamW8BitTest {
    private static final int N = 5_000;
    private static final int BLOCK = 256;

    private static Tensor kept(OptimizerTrial trial, String name) {
        return Objects.requireNonNull(trial.kept().get(name), name);
    }

    /// The paper in float64, step by step from the state that is kept: decode, AdamW, encode with the nearest code.
    @Test
    void aStepIsThatOfThePaperInFloat64() {
        try (var trial = OptimizerTrial.of(new AdamW8Bit(), Map.of("weight-decay", "0.1"), Shape.of(N))) {
            var random = new SplittableRandom(8);
            for (int i = 0; i < N; i++) {
                trial.parameter().set(i, random.nextGaussian());
            }
            int otherCodes = 0;
            for (int t = 1; t <= 30; t++) {
                for (int i = 0; i < N; i++) {
                    trial.gradient().set(i, random.nextGaussian() * Math.pow(10, i % 5 - 4));
                }
                var first = decoded(trial, DynamicMap.SIGNED, "first-moment");
                var second = decoded(trial, DynamicMap.UNSIGNED, "second-moment");
                var expected = new double[N];
                for (int i = 0; i < N; i++) {
                    double g = trial.gradient().get(i);
                    first[i] = 0.9 * first[i] + 0.1 * g;
                    second[i] = 0.999 * second[i] + 0.001 * g * g;
                    double m = first[i] / (1 - Math.pow(0.9, t));
                    double v = second[i] / (1 - Math.pow(0.999, t));
                    expected[i] = trial.parameter().get(i) * (1 - 1e-3 * 0.1) - 1e-3 * m / (Math.sqrt(v) + 1e-8);
                }
                trial.step();
                for (int i = 0; i < N; i++) {
                    double unit = Math.ulp((float) Math.max(1e-3, Math.abs(expected[i])));
                    assertThat(trial.parameter().get(i)).isCloseTo(expected[i], within(3 * unit));
                }
                otherCodes += others(first, DynamicMap.SIGNED, trial, "first-moment");
                otherCodes += others(second, DynamicMap.UNSIGNED, trial, "second-moment");
            }
            // Where float64 is on the other side of the middle between two numbers.
            assertThat(otherCodes).isLessThan(30);
        }
    }

    private static double[] decoded(OptimizerTrial trial, DynamicMap map, String moment) {
        var values = new double[N];
        for (int i = 0; i < N; i++) {
            double scale = kept(trial, moment + "-scales").get(i / BLOCK);
            values[i] = scale * map.value((byte) kept(trial, moment + "-codes").get(i));
        }
        return values;
    }

    /// How many codes are not the nearest of 256; the scales are the largest magnitudes of the blocks.
    private static int others(double[] moment, DynamicMap map, OptimizerTrial trial, String name) {
        int others = 0;
        for (int start = 0; start < N; start += BLOCK) {
            double scale = 0;
            for (int i = start; i < Math.min(N, start + BLOCK); i++) {
                scale = Math.max(scale, Math.abs(moment[i]));
            }
            assertThat(kept(trial, name + "-scales").get(start / BLOCK)).isCloseTo(scale, within(1e-6 * scale));
            for (int i = start; i < Math.min(N, start + BLOCK); i++) {
                // A second moment above 0 is never taken for 0.
                int least = map == DynamicMap.UNSIGNED && moment[i] > 0 ? 1 : 0;
                int nearest = least;
                for (int code = least; code < 256; code++) {
                    double distance = Math.abs(map.value((byte) code) * scale - moment[i]);
                    if (distance < Math.abs(map.value((byte) nearest) * scale - moment[i])) {
                        nearest = code;
                    }
                }
                others += (byte) kept(trial, name + "-codes").get(i) == (byte) nearest ? 0 : 1;
            }
        }
        return others;
    }

    @Test
    void twoBytesAndAScaleForEach256() {
        try (var large = OptimizerTrial.of(new AdamW8Bit(), Map.of(), Shape.of(64, 1024));
                var small = OptimizerTrial.of(new AdamW8Bit(), Map.of(), Shape.of(4095))) {
            assertThat(bytes(large)).isEqualTo(64 * 1024 * (2 + 8 / 256.0));
            assertThat(bytes(small)).isEqualTo(4095 * 8);
        }
    }

    private static double bytes(OptimizerTrial trial) {
        return trial.kept().values().stream()
                .mapToDouble(slot -> slot.data().byteSize())
                .sum();
    }

    /// A moment beside one that is a million times as large: v is not taken for 0, so that m is not divided by eps.
    @Test
    void whatIsSmallBesideItsBlockTakesNoGiantSteps() {
        try (var trial = OptimizerTrial.of(new AdamW8Bit(), Map.of("weight-decay", "0"), Shape.of(4096))) {
            for (int step = 1; step <= 50; step++) {
                trial.gradient().set(0, 1);
                trial.gradient().set(1, step % 2 == 0 ? 0 : 1e-5);
                double before = trial.parameter().get(1);
                trial.step();
                assertThat(Math.abs(trial.parameter().get(1) - before)).isLessThan(5e-3);
            }
        }
    }

    /// Noise around a minimum: as near as in float32.
    @Test
    void itComesAsNearAsFloat32() {
        assertThat(distance("0")).isCloseTo(distance("1000000"), within(0.02));
    }

    private static double distance(String minElements) {
        var options = Map.of("lr", "0.01", "weight-decay", "0", "min-elements", minElements);
        try (var trial = OptimizerTrial.of(new AdamW8Bit(), options, Shape.of(1000))) {
            var random = new SplittableRandom(4);
            for (int step = 0; step < 400; step++) {
                for (int i = 0; i < 1000; i++) {
                    trial.gradient().set(i, trial.parameter().get(i) - 1 + 0.3 * random.nextGaussian());
                }
                trial.step();
            }
            double squares = 0;
            for (int i = 0; i < 1000; i++) {
                squares += Math.pow(trial.parameter().get(i) - 1, 2);
            }
            return Math.sqrt(squares / 1000);
        }
    }
}
