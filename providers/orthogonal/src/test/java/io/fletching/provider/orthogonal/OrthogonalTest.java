package io.fletching.provider.orthogonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.fletching.kernels.Philox;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import io.fletching.spi.WeightLayout;
import io.fletching.tck.InitializerTrial;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OrthogonalTest {
    private static final double ERROR = 1e-5;

    /// Shapes, and the rows and columns of the matrix that they are seen as.
    static Stream<Arguments> shapes() {
        var outIn = WeightLayout.OUT_IN;
        var inOut = WeightLayout.IN_OUT;
        return Stream.of(
                Arguments.of(Shape.of(1, 1), outIn, 1, 1),
                Arguments.of(Shape.of(256, 256), outIn, 256, 256),
                Arguments.of(Shape.of(40, 300), outIn, 40, 300),
                Arguments.of(Shape.of(300, 40), outIn, 300, 40),
                Arguments.of(Shape.of(64, 16, 3, 3), outIn, 64, 144),
                Arguments.of(Shape.of(64, 3, 3, 3), outIn, 64, 27),
                Arguments.of(Shape.of(300, 40), inOut, 300, 40),
                Arguments.of(Shape.of(3, 3, 16, 64), inOut, 144, 64),
                Arguments.of(Shape.of(3, 3, 3, 64), inOut, 27, 64));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void rowsOrColumnsAreOrthonormal(Shape shape, WeightLayout layout, int rows, int columns) {
        var parameter = Parameter.of("weight", shape, layout);
        for (long seed = 0; seed < 3; seed++) {
            try (var trial = InitializerTrial.of(new Orthogonal(), Map.of("gain", "tanh"), parameter, seed)) {
                double[][] vectors = vectors(trial.values(), rows, columns);
                for (int i = 0; i < vectors.length; i++) {
                    for (int j = 0; j <= i; j++) {
                        double expected = i == j ? 25.0 / 9 : 0;
                        assertThat(dot(vectors[i], vectors[j]))
                                .as("vectors %s and %s", i, j)
                                .isCloseTo(expected, within(ERROR));
                    }
                }
            }
        }
    }

    /// The rows of a wide matrix, the columns of a tall one.
    private static double[][] vectors(Tensor values, int rows, int columns) {
        double[][] vectors = new double[Math.min(rows, columns)][Math.max(rows, columns)];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double value = values.get((long) row * columns + column);
                if (rows <= columns) {
                    vectors[row][column] = value;
                } else {
                    vectors[column][row] = value;
                }
            }
        }
        return vectors;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /// R = Qᵀ A of the matrix A that was drawn is triangular with a positive diagonal: the sign that makes Q uniformly
    /// distributed, and that a decomposition by itself leaves open.
    @ParameterizedTest
    @MethodSource("shapes")
    void itIsTheQOfADecompositionWithAPositiveDiagonal(Shape shape, WeightLayout layout, int rows, int columns) {
        var parameter = Parameter.of("weight", shape, layout);
        try (var trial = InitializerTrial.of(new Orthogonal(), Map.of(), parameter, 1)) {
            double[][] q = vectors(trial.values(), rows, columns);
            for (long i = 0; i < trial.values().size(); i++) {
                trial.values().set(i, Philox.normal(Philox.key(1, "weight"), i, 0));
            }
            double[][] drawn = vectors(trial.values(), rows, columns);
            for (int i = 0; i < q.length; i++) {
                assertThat(dot(q[i], drawn[i])).isPositive();
                for (int j = 0; j < i; j++) {
                    assertThat(dot(q[i], drawn[j])).isCloseTo(0, within(1e-4));
                }
            }
        }
    }

    /// The trace of a uniformly distributed orthogonal matrix has mean 0 and variance 1; without the sign of the
    /// diagonal of R, Householder's method gives -1 on average for its first element's sign alone.
    @Test
    void theTraceIsThatOfTheUniformDistribution() {
        int n = 8;
        int samples = 2000;
        double[] traces = new double[samples];
        var parameter = Parameter.of("weight", Shape.of(n, n));
        for (int seed = 0; seed < samples; seed++) {
            try (var trial = InitializerTrial.of(new Orthogonal(), Map.of(), parameter, seed)) {
                for (int i = 0; i < n; i++) {
                    traces[seed] += trial.values().get((long) i * n + i);
                }
            }
        }
        double mean = Arrays.stream(traces).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(5 / Math.sqrt(samples)));
        assertThat(Arrays.stream(traces).map(t -> t * t).average().orElseThrow())
                .isCloseTo(1, within(5 * Math.sqrt(2.0 / samples)));
    }

    @Test
    void aVectorIsRefused() {
        var bias = Parameter.of("bias", Shape.of(3));
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> InitializerTrial.of(new Orthogonal(), Map.of(), bias, 1))
                .withMessage(
                        "Parameter 'bias' [3]: 'orthogonal' needs a matrix; take 'zeros', 'uniform' or 'normal' for a"
                                + " vector.");
    }
}
