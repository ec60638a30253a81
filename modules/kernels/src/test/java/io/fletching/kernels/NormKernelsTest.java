package io.fletching.kernels;

import static io.fletching.kernels.Matrix.AT;
import static io.fletching.kernels.RowKernels.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Norms as compositions of kernels, with gradients against finite differences of a weighted sum of the outputs.
class NormKernelsTest {

    private static final int ROWS = 5;
    private static final int WIDTH = 37;
    private static final int SIZE = ROWS * WIDTH;
    private static final double EPS = 1e-5;

    private final Arena arena = Arena.ofShared();
    private final Kernels k = Kernels.f64();
    private final Matrix x = Matrix.random(arena, k, SIZE, 1);
    private final Matrix gamma = Matrix.random(arena, k, WIDTH, 2);
    private final Matrix beta = Matrix.random(arena, k, WIDTH, 3);
    private final Matrix dy = Matrix.random(arena, k, SIZE, 4);
    private final Matrix y = Matrix.zeros(arena, k, SIZE);
    private final Matrix dx = Matrix.zeros(arena, k, SIZE);
    private final Matrix mean = Matrix.zeros(arena, k, WIDTH);
    private final Matrix inverse = Matrix.zeros(arena, k, WIDTH);
    private final Matrix scale = Matrix.zeros(arena, k, WIDTH);
    private final MemorySegment sums = arena.allocate(2L * WIDTH * Double.BYTES);

    @AfterEach
    void release() {
        arena.close();
    }

    /// Layer norm, and without a mean RMS norm; with gamma and beta, or bare.
    private double rowNorm(boolean centered, boolean affine) {
        if (centered) {
            k.rowMoments(x.segment(), AT, ROWS, WIDTH, mean.segment(), AT, inverse.segment(), AT);
        } else {
            k.rowMeanSquares(x.segment(), AT, ROWS, WIDTH, inverse.segment(), AT);
        }
        k.inverseRoots(inverse.segment(), AT, inverse.segment(), AT, ROWS, EPS);
        k.rowNormalize(
                x.segment(),
                AT,
                centered ? mean.segment() : NONE,
                centered ? AT : 0,
                inverse.segment(),
                AT,
                affine ? gamma.segment() : NONE,
                affine ? AT : 0,
                affine ? beta.segment() : NONE,
                affine ? AT : 0,
                y.segment(),
                AT,
                ROWS,
                WIDTH);
        return k.dot(y.segment(), AT, dy.segment(), AT, SIZE);
    }

    private double batchNorm() {
        k.columnMoments(x.segment(), AT, ROWS, WIDTH, sums, 0, sums, WIDTH);
        for (int j = 0; j < WIDTH; j++) {
            mean.set(j, sums.getAtIndex(ValueLayout.JAVA_DOUBLE, j));
            inverse.set(j, sums.getAtIndex(ValueLayout.JAVA_DOUBLE, WIDTH + j) / ROWS);
        }
        k.inverseRoots(inverse.segment(), AT, inverse.segment(), AT, WIDTH, EPS);
        k.multiply(inverse.segment(), AT, gamma.segment(), AT, scale.segment(), AT, WIDTH);
        k.columnNormalize(
                x.segment(),
                AT,
                mean.segment(),
                AT,
                scale.segment(),
                AT,
                beta.segment(),
                AT,
                y.segment(),
                AT,
                ROWS,
                WIDTH);
        return k.dot(y.segment(), AT, dy.segment(), AT, SIZE);
    }

    private interface Loss {
        double value();
    }

    private static double slope(Loss loss, Matrix of, int i) {
        double value = of.get(i);
        of.set(i, value + 1e-5);
        double up = loss.value();
        of.set(i, value - 1e-5);
        double down = loss.value();
        of.set(i, value);
        return (up - down) / 2e-5;
    }

    private void checkGradient(Loss loss, Matrix of, double[] gradient) {
        for (int i = 0; i < of.size(); i++) {
            assertThat(gradient[i]).isCloseTo(slope(loss, of, i), within(1e-7));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void rowNormsAndTheirGradients(int variant) {
        boolean centered = variant % 2 == 0;
        boolean affine = variant < 2;
        rowNorm(centered, affine);
        double square = 0;
        for (int j = 0; j < WIDTH; j++) {
            double center = centered ? average(x, 0) : 0;
            square += Math.pow(x.get(j) - center, 2) / WIDTH;
        }
        double z = (x.get(3) - (centered ? average(x, 0) : 0)) / Math.sqrt(square + EPS);
        assertThat(y.get(3)).isCloseTo(affine ? z * gamma.get(3) + beta.get(3) : z, within(1e-12));
        k.rowNormalizeBackward(
                x.segment(),
                AT,
                dy.segment(),
                AT,
                centered ? mean.segment() : NONE,
                centered ? AT : 0,
                inverse.segment(),
                AT,
                affine ? gamma.segment() : NONE,
                affine ? AT : 0,
                dx.segment(),
                AT,
                ROWS,
                WIDTH);
        checkGradient(() -> rowNorm(centered, affine), x, dx.values());
        if (affine) {
            rowNorm(centered, true);
            k.rowNormalizedDots(
                    x.segment(),
                    AT,
                    dy.segment(),
                    AT,
                    centered ? mean.segment() : NONE,
                    centered ? AT : 0,
                    inverse.segment(),
                    AT,
                    ROWS,
                    WIDTH,
                    sums,
                    0);
            k.columnSums(dy.segment(), AT, ROWS, WIDTH, sums, WIDTH);
            checkGradient(() -> rowNorm(centered, true), gamma, sums(0));
            checkGradient(() -> rowNorm(centered, true), beta, sums(WIDTH));
        }
    }

    @Test
    void batchNormAndItsGradients() {
        batchNorm();
        sums.fill((byte) 0);
        k.columnSums(dy.segment(), AT, ROWS, WIDTH, sums, 0);
        k.columnNormalizedDots(
                x.segment(), AT, dy.segment(), AT, mean.segment(), AT, inverse.segment(), AT, ROWS, WIDTH, sums, WIDTH);
        double[] dBeta = sums(0);
        double[] dGamma = sums(WIDTH);
        Matrix meanGradient = Matrix.zeros(arena, k, WIDTH);
        Matrix meanProduct = Matrix.zeros(arena, k, WIDTH);
        for (int j = 0; j < WIDTH; j++) {
            meanGradient.set(j, dBeta[j] / ROWS);
            meanProduct.set(j, dGamma[j] / ROWS);
        }
        k.columnNormalizeBackward(
                x.segment(),
                AT,
                dy.segment(),
                AT,
                mean.segment(),
                AT,
                inverse.segment(),
                AT,
                scale.segment(),
                AT,
                meanGradient.segment(),
                AT,
                meanProduct.segment(),
                AT,
                dx.segment(),
                AT,
                ROWS,
                WIDTH);
        checkGradient(this::batchNorm, x, dx.values());
        checkGradient(this::batchNorm, gamma, dGamma);
        checkGradient(this::batchNorm, beta, dBeta);
    }

    private double average(Matrix of, int row) {
        double sum = 0;
        for (int j = 0; j < WIDTH; j++) {
            sum += of.get(row * WIDTH + j);
        }
        return sum / WIDTH;
    }

    private double[] sums(int from) {
        double[] values = new double[WIDTH];
        for (int j = 0; j < WIDTH; j++) {
            values[j] = sums.getAtIndex(ValueLayout.JAVA_DOUBLE, from + j);
        }
        return values;
    }

    /// Two passes: a mean far larger than the deviation costs no digits beyond those of the inputs.
    @Test
    void momentsOfALargeMeanKeepTheVariance() {
        Kernels f32 = Kernels.f32();
        Matrix far = Matrix.zeros(arena, f32, 64);
        for (int i = 0; i < 64; i++) {
            far.set(i, 1e6 + (i % 2 == 0 ? 0.5 : -0.5));
        }
        Matrix moments = Matrix.zeros(arena, f32, 2);
        f32.rowMoments(far.segment(), AT, 1, 64, moments.segment(), AT, moments.segment(), AT + 1);
        assertThat(moments.values()).containsExactly(1e6, 0.25);
        f32.columnMoments(far.segment(), AT, 64, 1, sums, 0, sums, 1);
        assertThat(sums.getAtIndex(ValueLayout.JAVA_DOUBLE, 0)).isEqualTo(1e6);
        assertThat(sums.getAtIndex(ValueLayout.JAVA_DOUBLE, 1)).isEqualTo(16);
    }

    @Test
    void noRowsGiveZeroMoments() {
        sums.fill((byte) 1);
        k.columnMoments(x.segment(), AT, 0, WIDTH, sums, 0, sums, WIDTH);
        assertThat(sums(0)).containsOnly(0);
        assertThat(sums(WIDTH)).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void matricesByRowAndColumn(int bytes) {
        Kernels any = Kernels.ofBytes(bytes);
        Matrix a = Matrix.random(arena, any, SIZE, 5);
        Matrix v = Matrix.random(arena, any, WIDTH, 6);
        Matrix out = Matrix.zeros(arena, any, SIZE);
        any.multiplyRows(a.segment(), AT, v.segment(), AT, out.segment(), AT, ROWS, WIDTH);
        any.addToRows(v.segment(), AT, out.segment(), AT, ROWS, WIDTH);
        for (int i = 0; i < SIZE; i++) {
            double vj = v.get(i % WIDTH);
            assertThat(out.get(i)).isEqualTo(out.round(out.round(a.get(i) * vj) + vj));
        }
        for (int columns : new int[] {1, 5, 37}) {
            any.transpose(a.segment(), AT, SIZE / columns, columns, out.segment(), AT);
            for (int i = 0; i < SIZE; i++) {
                assertThat(out.get(i % columns * (SIZE / columns) + i / columns))
                        .isEqualTo(a.get(i));
            }
        }
        sums.fill((byte) 0);
        any.columnDots(a.segment(), AT, a.segment(), AT, ROWS, WIDTH, sums, 0);
        any.columnSums(a.segment(), AT, ROWS, WIDTH, sums, WIDTH);
        for (int j = 0; j < WIDTH; j++) {
            double sum = 0;
            double squares = 0;
            for (int r = 0; r < ROWS; r++) {
                sum += a.get(r * WIDTH + j);
                squares += a.get(r * WIDTH + j) * a.get(r * WIDTH + j);
            }
            assertThat(sums(0)[j]).isEqualTo(squares);
            assertThat(sums(WIDTH)[j]).isEqualTo(sum);
        }
    }
}
