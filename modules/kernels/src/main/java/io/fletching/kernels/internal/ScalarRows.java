package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Scratch.ROWS;

import io.fletching.kernels.Elementwise;
import io.fletching.kernels.RowKernels;
import java.lang.foreign.MemorySegment;

/// The row kernels, in passes over strips of a few rows that stay in the cache. A vector twin replaces the passes:
/// the kernels that are one themselves, and the last four methods.
interface ScalarRows extends RowKernels, Elementwise, ScalarReductions {

    /// About as many elements as a strip has.
    int STRIP = 4096;

    private static long strip(long width) {
        return Math.clamp(STRIP / Math.max(1, width), 1, ROWS);
    }

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
        MemorySegment sums = Scratch.sums();
        long strip = strip(width);
        for (long r = 0; r < rows; r += strip) {
            long count = Math.min(strip, rows - r);
            long at = xAt + r * width;
            reduceRows(Term.VALUE, x, at, x, at, count, width, NONE, sums, 0);
            for (long i = 0; i < count; i++) {
                double center = Sums.get(sums, i) / width;
                Sums.set(sums, i, center);
                set(mean, meanAt + r + i, center);
            }
            reduceRows(Term.SQUARED_DEVIATION, x, at, x, at, count, width, sums, sums, ROWS);
            for (long i = 0; i < count; i++) {
                set(variance, varianceAt + r + i, Sums.get(sums, ROWS + i) / width);
            }
        }
    }

    @Override
    default void rowMeanSquares(MemorySegment x, long xAt, long rows, long width, MemorySegment square, long squareAt) {
        MemorySegment sums = Scratch.sums();
        for (long r = 0; r < rows; r += ROWS) {
            long count = Math.min(ROWS, rows - r);
            reduceRows(Term.SQUARE, x, xAt + r * width, x, xAt + r * width, count, width, NONE, sums, 0);
            for (long i = 0; i < count; i++) {
                set(square, squareAt + r + i, Sums.get(sums, i) / width);
            }
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
        long strip = strip(width);
        for (long r = 0; r < rows; r += strip) {
            long count = Math.min(strip, rows - r);
            long at = r * width;
            normalizeRows(
                    x,
                    xAt + at,
                    mean,
                    meanAt + r,
                    inverse,
                    inverseAt + r,
                    gamma,
                    gammaAt,
                    beta,
                    betaAt,
                    y,
                    yAt + at,
                    count,
                    width,
                    0);
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
        MemorySegment sums = Scratch.sums();
        long strip = strip(width);
        for (long r = 0; r < rows; r += strip) {
            long count = Math.min(strip, rows - r);
            long at = xAt + r * width;
            MemorySegment g = scaled ? dx : dy;
            long gAt = (scaled ? dxAt : dyAt) + r * width;
            if (scaled) {
                multiplyRows(dy, dyAt + r * width, gamma, gammaAt, dx, gAt, count, width);
            }
            for (long i = 0; i < count; i++) {
                Sums.set(sums, i, mean(mean, meanAt + r + i));
                Sums.set(sums, ROWS + i, 0);
            }
            if (centered) {
                reduceRows(Term.VALUE, g, gAt, g, gAt, count, width, NONE, sums, ROWS);
            }
            reduceRows(Term.DEVIATION_PRODUCT, x, at, g, gAt, count, width, sums, sums, 2 * ROWS);
            for (long i = 0; i < count; i++) {
                double factor = get(inverse, inverseAt + r + i);
                Sums.set(sums, ROWS + i, Sums.get(sums, ROWS + i) / width);
                Sums.set(sums, 2 * ROWS + i, Sums.get(sums, 2 * ROWS + i) * factor / width);
            }
            gradientRows(
                    x,
                    at,
                    g,
                    gAt,
                    mean,
                    meanAt + r,
                    inverse,
                    inverseAt + r,
                    sums,
                    dx,
                    dxAt + r * width,
                    count,
                    width,
                    0);
        }
    }

    /// The mean of a row, or 0 where there are none.
    default double mean(MemorySegment mean, long at) {
        return Element.absent(mean) ? 0 : get(mean, at);
    }

    /// The rows of a strip for [#rowNormalize], from column `from` on.
    default void normalizeRows(
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
            long width,
            long from) {
        boolean scaled = !Element.absent(gamma);
        boolean shifted = !Element.absent(beta);
        for (long r = 0; r < rows; r++) {
            double center = mean(mean, meanAt + r);
            double factor = get(inverse, inverseAt + r);
            for (long j = from; j < width; j++) {
                double z = round(round(get(x, xAt + r * width + j) - center) * factor);
                double scaledZ = scaled ? round(z * get(gamma, gammaAt + j)) : z;
                set(y, yAt + r * width + j, shifted ? scaledZ + get(beta, betaAt + j) : scaledZ);
            }
        }
    }

    /// dx = inverse * (g - a - (x - mean) * inverse * b), with a and b of each row in the second and third part of
    /// sums, from column `from` on.
    default void gradientRows(
            MemorySegment x,
            long xAt,
            MemorySegment g,
            long gAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment sums,
            MemorySegment dx,
            long dxAt,
            long rows,
            long width,
            long from) {
        for (long r = 0; r < rows; r++) {
            double center = mean(mean, meanAt + r);
            double factor = get(inverse, inverseAt + r);
            double a = round(Sums.get(sums, ROWS + r));
            double b = round(Sums.get(sums, 2 * ROWS + r));
            for (long i = r * width + from; i < (r + 1) * width; i++) {
                double z = round(round(get(x, xAt + i) - center) * factor);
                set(dx, dxAt + i, factor * round(round(get(g, gAt + i) - a) - round(z * b)));
            }
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
        normalizedDots(x, xAt, dy, dyAt, mean, meanAt, inverse, inverseAt, rows, width, sums, sumsAt, 0);
    }

    /// sums += dy * ((x - mean) * inverse), from column `from` on.
    default void normalizedDots(
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
            long sumsAt,
            long from) {
        for (long r = 0; r < rows; r++) {
            double center = mean(mean, meanAt + r);
            double factor = get(inverse, inverseAt + r);
            for (long j = from; j < width; j++) {
                long i = r * width + j;
                double z = (get(x, xAt + i) - center) * factor;
                Sums.add(sums, sumsAt + j, get(dy, dyAt + i) * z);
            }
        }
    }
}
