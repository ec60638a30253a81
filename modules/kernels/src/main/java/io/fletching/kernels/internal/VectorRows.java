package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Scratch.ROWS;

import java.lang.foreign.MemorySegment;

/// Row kernels with the Vector API: the columns that fill whole vectors here, and those that are left by the scalar
/// twin.
interface VectorRows extends ScalarRows {

    /// Up to this width the loop over the rows of a strip is the inner one: it is the longer of the two.
    int NARROW = 256;

    @Override
    default void addToRows(MemorySegment v, long vAt, MemorySegment y, long yAt, long rows, long width) {
        if (width % STEP != 0 || width > NARROW) {
            ScalarRows.super.addToRows(v, vAt, y, yAt, rows, width);
            return;
        }
        for (long r = 0; r < rows; r += ROWS) {
            NarrowRowLoops.add(v, vAt, y, yAt + r * width, Math.min(ROWS, rows - r), width);
        }
    }

    @Override
    default void multiplyRows(
            MemorySegment x, long xAt, MemorySegment v, long vAt, MemorySegment y, long yAt, long rows, long width) {
        if (width % STEP != 0 || width > NARROW) {
            ScalarRows.super.multiplyRows(x, xAt, v, vAt, y, yAt, rows, width);
            return;
        }
        for (long r = 0; r < rows; r += ROWS) {
            long at = r * width;
            NarrowRowLoops.multiply(x, xAt + at, v, vAt, y, yAt + at, Math.min(ROWS, rows - r), width);
        }
    }

    @Override
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
        long m = Lanes.whole(width);
        if (width <= NARROW) {
            NarrowRowLoops.normalize(
                    x,
                    xAt,
                    Neutral.zeros(mean),
                    Neutral.at(mean, meanAt),
                    inverse,
                    inverseAt,
                    Neutral.ones(gamma),
                    Neutral.at(gamma, gammaAt),
                    Neutral.negativeZeros(beta),
                    Neutral.at(beta, betaAt),
                    y,
                    yAt,
                    rows,
                    width,
                    m);
        } else {
            RowLoops.normalize(
                    x, xAt, Neutral.zeros(mean), Neutral.at(mean, meanAt), inverse, inverseAt, y, yAt, rows, width, m);
            for (long r = 0; r < rows; r++) {
                long at = yAt + r * width;
                if (!Element.absent(gamma)) {
                    ElementwiseLoops.multiply(y, at, gamma, gammaAt, y, at, m);
                }
                if (!Element.absent(beta)) {
                    ElementwiseLoops.add(y, at, beta, betaAt, y, at, m);
                }
            }
        }
        ScalarRows.super.normalizeRows(
                x, xAt, mean, meanAt, inverse, inverseAt, gamma, gammaAt, beta, betaAt, y, yAt, rows, width, m);
    }

    @Override
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
        long m = Lanes.whole(width);
        MemorySegment means = Neutral.zeros(mean);
        long meansAt = Neutral.at(mean, meanAt);
        if (width <= NARROW) {
            NarrowRowLoops.gradient(x, xAt, g, gAt, means, meansAt, inverse, inverseAt, sums, dx, dxAt, rows, width, m);
        } else {
            RowLoops.gradient(x, xAt, g, gAt, means, meansAt, inverse, inverseAt, sums, dx, dxAt, rows, width, m);
        }
        ScalarRows.super.gradientRows(x, xAt, g, gAt, mean, meanAt, inverse, inverseAt, sums, dx, dxAt, rows, width, m);
    }

    @Override
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
        long m = width - width % (2L * Lanes.SUM_STEP);
        RowLoops.normalizedDots(x, xAt, dy, dyAt, mean, meanAt, inverse, inverseAt, rows, width, sums, sumsAt, m);
        ScalarRows.super.normalizedDots(
                x, xAt, dy, dyAt, mean, meanAt, inverse, inverseAt, rows, width, sums, sumsAt, m);
    }
}
