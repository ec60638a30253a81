package io.fletching.kernels;

import static io.fletching.kernels.Matrix.AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElementwiseTest {

    private static final int N = 77;

    static Stream<Kernels> kernels() {
        return Stream.of(Kernels.f32(), Kernels.f64());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void arithmetic(Kernels k) {
        try (Arena arena = Arena.ofConfined()) {
            Matrix a = Matrix.random(arena, k, N, 1);
            Matrix b = Matrix.random(arena, k, N, 2);
            Matrix y = Matrix.random(arena, k, N, 3);
            double[] old = y.values();
            MemorySegment out = y.segment();
            k.addScaled(a.segment(), AT, out, AT, N, 0.7);
            check(y, i -> fma(k, y.round(0.7), a.get(i), old[i]));
            double[] before = y.values();
            k.multiplyAdd(a.segment(), AT, b.segment(), AT, out, AT, N);
            check(y, i -> fma(k, a.get(i), b.get(i), before[i]));
            k.add(a.segment(), AT, b.segment(), AT, out, AT, N);
            check(y, i -> a.get(i) + b.get(i));
            k.subtract(a.segment(), AT, b.segment(), AT, out, AT, N);
            check(y, i -> a.get(i) - b.get(i));
            k.multiply(a.segment(), AT, b.segment(), AT, out, AT, N);
            check(y, i -> a.get(i) * b.get(i));
            k.scale(a.segment(), AT, out, AT, N, 0.7);
            check(y, i -> y.round(0.7) * a.get(i));
            k.scaleAndShift(a.segment(), AT, out, AT, N, 0.7, 0.3);
            check(y, i -> y.round(y.round(0.7) * a.get(i)) + y.round(0.3));
            k.clamp(a.segment(), AT, out, AT, N, -0.5, 1);
            check(y, i -> Math.min(Math.max(a.get(i), -0.5), 1));
            k.copy(a.segment(), AT, out, AT, N);
            check(y, a::get);
            k.add(out, AT, b.segment(), AT, out, AT, N);
            check(y, i -> a.get(i) + b.get(i));
            k.fill(out, AT, N, 0.1);
            check(y, i -> 0.1);
        }
    }

    private static double fma(Kernels k, double a, double b, double c) {
        return k.bytes() == 4 ? Math.fma((float) a, (float) b, (float) c) : Math.fma(a, b, c);
    }

    private static void check(Matrix y, IntToDoubleFunction expected) {
        for (int i = 0; i < N; i++) {
            assertThat(y.get(i)).isEqualTo(y.round(expected.applyAsDouble(i)));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void inverseRootsAndSumsAreRoundedOnce(Kernels k) {
        try (Arena arena = Arena.ofConfined()) {
            Matrix x = Matrix.of(arena, k, 0, 1e-5, 0.25, 3);
            Matrix y = Matrix.zeros(arena, k, 4);
            k.inverseRoots(x.segment(), AT, y.segment(), AT, 4, 1e-5);
            for (int i = 0; i < 4; i++) {
                assertThat(y.get(i)).isEqualTo(y.round(1 / Math.sqrt(x.get(i) + 1e-5)));
            }
            MemorySegment sums = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 9, 1e-3, -2, 5, 1e9);
            k.addSums(sums, 1, x.segment(), AT, 4);
            assertThat(x.values()).containsExactly(x.round(1e-3), x.round(x.round(1e-5) - 2), 5.25, x.round(3 + 1e9));
        }
    }

    /// 1 is lost where it joins 1e17 on its own, and not where it joins what the parts leave.
    @ParameterizedTest
    @MethodSource("kernels")
    void partsAreAddedInOrderAndRoundedOnce(Kernels k) {
        try (Arena arena = Arena.ofConfined()) {
            Matrix y = Matrix.of(arena, k, 0.5, 0.5);
            MemorySegment sums = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 9, 1e17, 1, 9, -1e17, 2, 9, 1, 3);
            k.addPartSums(sums, 1, 3, 3, y.segment(), AT, 2);
            assertThat(y.values()).containsExactly(1.5, 6.5);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void exponentialsMakeASoftmax(Kernels k) {
        try (Arena arena = Arena.ofConfined()) {
            Matrix x = Matrix.of(arena, k, 1000, 1001, 1002, -1e30);
            double sum = k.exponentials(x.segment(), AT, x.segment(), AT, 4, 1002);
            assertThat(sum).isCloseTo(1 + Math.exp(-1) + Math.exp(-2), within(2e-7));
            assertThat(x.get(0)).isCloseTo(Math.exp(-2), within(2e-8));
            assertThat(x.get(3)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void anAccessOutsideIsRefused(Kernels k) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocate(64L * k.bytes());
            assertThatThrownBy(() -> k.sum(x, 1, 64)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> k.fill(x, -1, 64, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> k.scale(x, 0, x.asReadOnly(), 0, 64, 2))
                    .isInstanceOfAny(IllegalArgumentException.class, UnsupportedOperationException.class);
        }
    }
}
