package io.fletching.kernels;

import static io.fletching.kernels.Matrix.AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReductionsTest {

    static Stream<Kernels> kernels() {
        return Stream.of(Kernels.f32(), Kernels.f64());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void agreeWithPlainSums(Kernels k) {
        try (Arena arena = Arena.ofConfined()) {
            for (int n : new int[] {0, 1, 2, 15, 16, 17, 1000, 70_001}) {
                Matrix x = Matrix.random(arena, k, n, n);
                check(k.sum(x.segment(), AT, n), x, v -> v);
                check(k.sumOfSquares(x.segment(), AT, n), x, v -> v * v);
                check(k.sumOfSquaredDeviations(x.segment(), AT, n, 0.3), x, v -> (v - 0.3) * (v - 0.3));
                check(k.sumOfAbsolutes(x.segment(), AT, n), x, Math::abs);
                check(k.sumOfPowers(x.segment(), AT, n, 1), x, Math::abs);
                check(k.sumOfPowers(x.segment(), AT, n, 3.5), x, v -> Math.pow(Math.abs(v), 3.5));
                check(k.dot(x.segment(), AT, x.segment(), AT, n), x, v -> v * v);
                check(k.deviationDot(x.segment(), AT, x.segment(), AT, n, 0.3), x, v -> (v - 0.3) * v);
            }
        }
    }

    private static void check(double actual, Matrix x, DoubleUnaryOperator term) {
        double sum = 0;
        double magnitude = 1e-300;
        for (double value : x.values()) {
            sum += term.applyAsDouble(value);
            magnitude += Math.abs(term.applyAsDouble(value));
        }
        assertThat(actual).isCloseTo(sum, within(1e-12 * magnitude));
    }

    /// The order that the interface promises, spelled out.
    @ParameterizedTest
    @MethodSource("kernels")
    void sumsFollowTheTree(Kernels k) {
        int n = 65_536 + 16 * 3 + 5;
        try (Arena arena = Arena.ofConfined()) {
            Matrix x = Matrix.random(arena, k, n, 11);
            double total = block(x, 0, 65_536) + block(x, 65_536, n);
            assertThat(k.sum(x.segment(), AT, n)).isEqualTo(total);
        }
    }

    private static double block(Matrix x, int start, int end) {
        int grouped = start + (end - start) / 16 * 16;
        double[] lanes = new double[16];
        for (int i = start; i < grouped; i++) {
            lanes[(i - start) % 16] += x.get(i);
        }
        for (int half = 8; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                lanes[l] += lanes[l + half];
            }
        }
        double sum = lanes[0];
        for (int i = grouped; i < end; i++) {
            sum += x.get(i);
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theNormOfHugeElementsIsFinite(Kernels k) {
        try (Arena arena = Arena.ofConfined()) {
            Matrix x = Matrix.of(arena, k, 3e20, -4e20, 0);
            assertThat(Math.sqrt(k.sumOfSquares(x.segment(), AT, 3))).isCloseTo(5e20, within(5e14));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void maximaSeeEveryElement(Kernels k) {
        try (Arena arena = Arena.ofConfined()) {
            int n = 100;
            for (int i = 0; i < n; i++) {
                Matrix x = Matrix.random(arena, k, n, 5);
                x.set(i, 100);
                assertThat(k.maximum(x.segment(), AT, n)).isEqualTo(100);
                x.set(i, -100);
                assertThat(k.maximumAbsolute(x.segment(), AT, n)).isEqualTo(100);
                assertThat(k.maximum(x.segment(), AT, n)).isLessThan(10);
                x.set(i, Double.NaN);
                assertThat(k.maximum(x.segment(), AT, n)).isNaN();
                assertThat(k.maximumAbsolute(x.segment(), AT, n)).isNaN();
            }
            Matrix empty = Matrix.zeros(arena, k, 0);
            assertThat(k.maximum(empty.segment(), AT, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(k.maximumAbsolute(empty.segment(), AT, 0)).isZero();
        }
    }
}
