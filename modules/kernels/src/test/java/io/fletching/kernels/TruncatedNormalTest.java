package io.fletching.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruncatedNormalTest {
    private static final long KEY = Philox.key(3, "weight");
    private static final int N = 200_000;

    @ParameterizedTest
    @CsvSource({
        "-2, 2", // drawn again
        "-0.5, 8",
        "-1, 1", // uniform candidates
        "0.5, 1",
        "-1, -0.5",
        "7, 7.1",
        "0, 9", // exponential candidates
        "2, 8",
        "-9, -3",
        "30, 40"
    })
    void hasTheMomentsOfItsDensity(double low, double high) {
        double reach = Math.min(high, Math.max(low, 0) + 9);
        double from = Math.max(low, Math.min(high, 0) - 9);
        double top = Math.max(low, Math.min(high, 0));
        DoubleUnaryOperator density = z -> Math.exp((top * top - z * z) / 2);
        double mass = integral(density, from, reach);
        double mean = integral(z -> z * density.applyAsDouble(z), from, reach) / mass;
        double variance = integral(z -> (z - mean) * (z - mean) * density.applyAsDouble(z), from, reach) / mass;
        double fourth = integral(z -> Math.pow(z - mean, 4) * density.applyAsDouble(z), from, reach) / mass;
        Kernels k = Kernels.f32();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment y = arena.allocate(4L * N);
            // Of mean 1 and deviation 2.
            k.truncatedNormal(KEY, 17, y, 0, N, 1, 2, 1 + 2 * low, 1 + 2 * high);
            double sampleMean = k.sum(y, 0, N) / N;
            assertThat((sampleMean - 1) / 2).isCloseTo(mean, within(5 * Math.sqrt(variance / N)));
            double sampleVariance = k.sumOfSquaredDeviations(y, 0, N, 1 + 2 * mean) / N / 4;
            assertThat(sampleVariance).isCloseTo(variance, within(5 * Math.sqrt((fourth - variance * variance) / N)));
            assertThat(k.maximum(y, 0, N)).isLessThanOrEqualTo((float) (1 + 2 * high));
            k.scale(y, 0, y, 0, N, -1);
            assertThat(-k.maximum(y, 0, N)).isGreaterThanOrEqualTo((float) (1 + 2 * low));
        }
    }

    private static double integral(DoubleUnaryOperator f, double from, double to) {
        int steps = 4000;
        double sum = f.applyAsDouble(from) + f.applyAsDouble(to);
        for (int i = 1; i < steps; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * f.applyAsDouble(from + (to - from) * i / steps);
        }
        return sum * (to - from) / steps / 3;
    }

    @Test
    void endsWhereverTheBoundsLie() {
        double[][] bounds = {{5, 5}, {0, 0}, {1e30, 2e30}, {-2e30, -1e30}, {-1e30, 1e30}, {1e-30, 2e-30}};
        double inf = Double.POSITIVE_INFINITY;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment y = arena.allocate(4L * 100);
            for (double[] bound : bounds) {
                for (double deviation : new double[] {0, Double.MIN_VALUE, 1e-30, 1, 1e30}) {
                    Kernels.f32().truncatedNormal(KEY, 0, y, 0, 100, 0, deviation, bound[0], bound[1]);
                    assertThat(Kernels.f32().maximum(y, 0, 100))
                            .isBetween((double) (float) bound[0], (double) (float) bound[1]);
                }
            }
            Kernels.f32().truncatedNormal(KEY, 0, y, 0, 100, 0, 1, 3, inf);
            assertThat(Kernels.f32().maximum(y, 0, 100)).isBetween(3.0, 6.0);
        }
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kernels.f32().truncatedNormal(KEY, 0, MemorySegment.NULL, 0, 0, 0, 1, 2, 1))
                .withMessage("Normal numbers of deviation '1.0' in ['2.0', '1.0'] cannot be drawn; expected a"
                        + " deviation of 0 or more and low <= high.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kernels.f32().truncatedNormal(KEY, 0, MemorySegment.NULL, 0, 0, 0, -1, -1, 1));
    }
}
