package io.fletching.kernels.internal;

import io.fletching.kernels.Elementwise;
import io.fletching.kernels.RowKernels;
import java.lang.foreign.MemorySegment;

/// The row kernels, a row at a time. A vector twin replaces the loops over a row: those of other kernels, and the
/// last four methods.
interface ScalarRows extends RowKernels, Elementwise, ScalarReductions {

    @Override
    default void addToRows(MemorySegment v, long vAt, MemorySegment y, long yAt, long rows, long width) {
        for (long r = 0; r < rows; r++) {
            add(y, yAt + r * width, v, vAt, y, yAt + r * width, width);
        }
    }

    @Override
    default void multiplyRows(
            MemorySegment x, long xAt, MemorySegment v, long vAt, MemorySegment y, long yAt, long rows, long width) {
        for (long r = 0; r < rows; r++) {
            multiply(x, xAt + r * width, v, vAt, y, yAt + r * width, width);
        }
    }

    @Override
    default void rowMoments(
            MemorySegment x,
            long xAt,
            long rows,
            long width,
            MemorySegment mean,
            long meanAt,
            MemorySegment variance,
            long varianceAt) {
        for (long r = 0; r < rows; r++) {
            long at = xAt + r * width;
            double center = sum(x, at, width) / width;
            set(mean, meanAt + r, center);
            set(variance, varianceAt + r, sumOfSquaredDeviations(x, at, width, center) / width);
        }
    }

    @Override
    default void rowMeanSquares(MemorySegment x, long xAt, long rows, long width, MemorySegment square, long squareAt) {
        for (long r = 0; r < rows; r++) {
            set(square, squareAt + r, sumOfSquares(x, xAt + r * width, width) / width);
        }
    }

    @Override
    default void rowNormalize(
            MemorySegment x,
            long xAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment gamma,
            long gammaAt,
            MemorySegment beta,
            long betaAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width) {
        for (long r = 0; r < rows; r++) {
            long at = yAt + r * width;
            normalizeRow(x, xAt + r * width, y, at, width, mean(mean, meanAt + r), get(inverse, inverseAt + r));
            if (!Element.absent(gamma)) {
                multiply(y, at, gamma, gammaAt, y, at, width);
            }
            if (!Element.absent(beta)) {
                add(y, at, beta, betaAt, y, at, width);
            }
        }
    }

    @Override
    default void rowNormalizeBackward(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment gamma,
            long gammaAt,
            MemorySegment dx,
            long dxAt,
            long rows,
            long width) {
        boolean scaled = !Element.absent(gamma);
        boolean centered = !Element.absent(mean);
        MemorySegment g = scaled ? dx : dy;
        for (long r = 0; r < rows; r++) {
            long at = xAt + r * width;
            long gAt = (scaled ? dxAt : dyAt) + r * width;
            double center = mean(mean, meanAt + r);
            double factor = get(inverse, inverseAt + r);
            if (scaled) {
                multiply(dy, dyAt + r * width, gamma, gammaAt, dx, gAt, width);
            }
            double a = centered ? sum(g, gAt, width) / width : 0;
            double b = reduce(Term.DEVIATION_PRODUCT, x, at, g, gAt, width, center) * factor / width;
            gradientRow(x, at, g, gAt, dx, dxAt + r * width, width, center, factor, round(a), round(b));
        }
    }

    @Override
    default void rowNormalizedDots(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            long rows,
            long width,
            MemorySegment sums,
            long sumsAt) {
        for (long r = 0; r < rows; r++) {
            long at = r * width;
            double center = mean(mean, meanAt + r);
            double factor = get(inverse, inverseAt + r);
            accumulateNormalizedRow(x, xAt + at, dy, dyAt + at, sums, sumsAt, width, center, factor);
        }
    }

    private double mean(MemorySegment mean, long at) {
        return Element.absent(mean) ? 0 : get(mean, at);
    }

    /// y = (x - mean) * inverse
    default void normalizeRow(
            MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double mean, double inverse) {
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, round(get(x, xAt + i) - mean) * inverse);
        }
    }

    /// dx = inverse * (g - a - (x - mean) * inverse * b)
    default void gradientRow(
            MemorySegment x,
            long xAt,
            MemorySegment g,
            long gAt,
            MemorySegment dx,
            long dxAt,
            long n,
            double mean,
            double inverse,
            double a,
            double b) {
        for (long i = 0; i < n; i++) {
            double z = round(round(get(x, xAt + i) - mean) * inverse);
            set(dx, dxAt + i, inverse * round(round(get(g, gAt + i) - a) - round(z * b)));
        }
    }

    /// sums += dy * ((x - mean) * inverse), in float64
    default void accumulateNormalizedRow(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment sums,
            long sumsAt,
            long n,
            double mean,
            double inverse) {
        for (long i = 0; i < n; i++) {
            long at = (sumsAt + i) * Double.BYTES;
            double z = (get(x, xAt + i) - mean) * inverse;
            sums.set(ScalarElementwise.F64, at, sums.get(ScalarElementwise.F64, at) + get(dy, dyAt + i) * z);
        }
    }
}
