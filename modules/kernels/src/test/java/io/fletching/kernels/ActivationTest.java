package io.fletching.kernels;

import static io.fletching.kernels.Matrix.AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {

    private static final int N = 161;

    /// Values at 1 and -2, to the digits that tables give.
    @ParameterizedTest
    @CsvSource({
        "RELU, 1, 0",
        "LEAKY_RELU, 1, -0.02",
        "ELU, 1, -0.8646647",
        "GELU, 0.8413447, -0.0455003",
        "GELU_TANH, 0.8411920, -0.0454023",
        "SILU, 0.7310586, -0.2384058",
        "SOFTPLUS, 1.3132617, 0.1269280",
        "TANH, 0.7615942, -0.9640276",
        "SIGMOID, 0.7310586, 0.1192029"
    })
    void knownValues(Activation f, double atOne, double atMinusTwo) {
        for (Kernels k : new Kernels[] {Kernels.f32(), Kernels.f64()}) {
            try (Arena arena = Arena.ofConfined()) {
                Matrix x = Matrix.of(arena, k, 1, -2);
                k.activate(f, x.segment(), AT, x.segment(), AT, 2);
                assertThat(x.get(0)).isCloseTo(atOne, within(1e-7));
                assertThat(x.get(1)).isCloseTo(atMinusTwo, within(1e-7));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void theGradientIsThatOfFiniteDifferences(Activation f) {
        Kernels k = Kernels.f64();
        try (Arena arena = Arena.ofConfined()) {
            Matrix x = grid(arena, k, 0);
            Matrix up = grid(arena, k, 1e-6);
            Matrix down = grid(arena, k, -1e-6);
            Matrix dy = Matrix.random(arena, k, N, 1);
            double[] upstream = dy.values();
            k.activate(f, up.segment(), AT, up.segment(), AT, N);
            k.activate(f, down.segment(), AT, down.segment(), AT, N);
            k.activateBackward(f, x.segment(), AT, dy.segment(), AT, dy.segment(), AT, N);
            for (int i = 0; i < N; i++) {
                double slope = (up.get(i) - down.get(i)) / 2e-6;
                assertThat(dy.get(i)).as("at %s", x.get(i)).isCloseTo(upstream[i] * slope, within(1e-8));
            }
        }
    }

    /// Numbers from -8 to 8 that avoid 0, where some activations have no derivative.
    private static Matrix grid(Arena arena, Kernels k, double shift) {
        Matrix x = Matrix.zeros(arena, k, N);
        for (int i = 0; i < N; i++) {
            x.set(i, (i - 80) * 0.1 + 0.01 + shift);
        }
        return x;
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void float32AgreesWithFloat64(Activation f) {
        try (Arena arena = Arena.ofConfined()) {
            double[][] forward = new double[2][];
            double[][] backward = new double[2][];
            Kernels[] both = {Kernels.f32(), Kernels.f64()};
            for (int i = 0; i < 2; i++) {
                Matrix x = grid(arena, both[i], 0);
                Matrix out = Matrix.zeros(arena, both[i], N);
                both[i].activate(f, x.segment(), AT, out.segment(), AT, N);
                forward[i] = out.values();
                both[i].fill(out.segment(), AT, N, 1);
                both[i].activateBackward(f, x.segment(), AT, out.segment(), AT, out.segment(), AT, N);
                backward[i] = out.values();
            }
            assertThat(forward[0]).containsExactly(forward[1], within(1e-6));
            assertThat(backward[0]).containsExactly(backward[1], within(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void atZeroAndNotANumber(Activation f) {
        for (Kernels k : new Kernels[] {Kernels.f32(), Kernels.f64()}) {
            try (Arena arena = Arena.ofConfined()) {
                Matrix x = Matrix.of(arena, k, 0, Double.NaN);
                Matrix dx = Matrix.of(arena, k, 1, 1);
                Matrix y = Matrix.zeros(arena, k, 2);
                k.activate(f, x.segment(), AT, y.segment(), AT, 2);
                k.activateBackward(f, x.segment(), AT, dx.segment(), AT, dx.segment(), AT, 2);
                double slope = switch (f) {
                    case RELU -> 0;
                    case LEAKY_RELU -> 0.01;
                    case GELU, GELU_TANH, SILU, SOFTPLUS -> 0.5;
                    case ELU, TANH -> 1;
                    case SIGMOID -> 0.25;
                };
                assertThat(dx.get(0)).isCloseTo(slope, within(1e-9));
                double value = switch (f) {
                    case SIGMOID -> 0.5;
                    case SOFTPLUS -> Math.log(2);
                    default -> 0;
                };
                assertThat(y.get(0)).isCloseTo(value, within(1e-7));
                assertThat(y.get(1)).isNaN();
            }
        }
    }
}
