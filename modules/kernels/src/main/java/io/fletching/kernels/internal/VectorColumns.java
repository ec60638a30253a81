package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.ScalarReductions.LANES;

import java.lang.foreign.MemorySegment;

/// Column kernels with the Vector API: the columns that fill whole vectors here, and those that are left by the
/// scalar twin.
interface VectorColumns extends ScalarColumns {

    @Override
    default void columnSums(MemorySegment x, long xAt, long rows, long width, MemorySegment sums, long sumsAt) {
        if (width % LANES == 0) {
            ColumnLoops.sums(x, xAt, rows, width, sums, sumsAt);
        } else {
            ScalarColumns.super.columnSums(x, xAt, rows, width, sums, sumsAt);
        }
    }

    @Override
    default void accumulate(MemorySegment x, long xAt, MemorySegment sums, long sumsAt, long n) {
        long m = Lanes.wholeSums(n);
        ColumnLoops.accumulate(x, xAt, sums, sumsAt, m);
        ScalarColumns.super.accumulate(x, xAt + m, sums, sumsAt + m, n - m);
    }

    @Override
    default void accumulateProducts(
            MemorySegment x, long xAt, MemorySegment y, long yAt, MemorySegment sums, long sumsAt, long n) {
        long m = Lanes.wholeSums(n);
        ColumnLoops.accumulateProducts(x, xAt, y, yAt, sums, sumsAt, m);
        ScalarColumns.super.accumulateProducts(x, xAt + m, y, yAt + m, sums, sumsAt + m, n - m);
    }

    @Override
    default void accumulateDeviations(
            MemorySegment x, long xAt, MemorySegment mean, long meanAt, MemorySegment sums, long sumsAt, long n) {
        long m = Lanes.wholeSums(n);
        ColumnLoops.accumulateDeviations(x, xAt, mean, meanAt, sums, sumsAt, m);
        ScalarColumns.super.accumulateDeviations(x, xAt + m, mean, meanAt + m, sums, sumsAt + m, n - m);
    }

    @Override
    default void accumulateNormalized(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment sums,
            long sumsAt,
            long n) {
        long m = Lanes.wholeSums(n);
        ColumnLoops.accumulateNormalized(x, xAt, dy, dyAt, mean, meanAt, inverse, inverseAt, sums, sumsAt, m);
        ScalarColumns.super.accumulateNormalized(
                x, xAt + m, dy, dyAt + m, mean, meanAt + m, inverse, inverseAt + m, sums, sumsAt + m, n - m);
    }

    @Override
    default void normalizeColumns(
            MemorySegment x,
            long xAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment scale,
            long scaleAt,
            MemorySegment y,
            long yAt,
            long n) {
        long m = Lanes.whole(n);
        ColumnLoops.normalize(x, xAt, mean, meanAt, scale, scaleAt, y, yAt, m);
        ScalarColumns.super.normalizeColumns(x, xAt + m, mean, meanAt + m, scale, scaleAt + m, y, yAt + m, n - m);
    }

    @Override
    default void gradientColumns(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment scale,
            long scaleAt,
            MemorySegment meanGradient,
            long meanGradientAt,
            MemorySegment meanProduct,
            long meanProductAt,
            MemorySegment dx,
            long dxAt,
            long n) {
        long m = Lanes.whole(n);
        ColumnLoops.gradient(
                x,
                xAt,
                dy,
                dyAt,
                mean,
                meanAt,
                inverse,
                inverseAt,
                scale,
                scaleAt,
                meanGradient,
                meanGradientAt,
                meanProduct,
                meanProductAt,
                dx,
                dxAt,
                m);
        ScalarColumns.super.gradientColumns(
                x,
                xAt + m,
                dy,
                dyAt + m,
                mean,
                meanAt + m,
                inverse,
                inverseAt + m,
                scale,
                scaleAt + m,
                meanGradient,
                meanGradientAt + m,
                meanProduct,
                meanProductAt + m,
                dx,
                dxAt + m,
                n - m);
    }

    @Override
    default void transpose(MemorySegment x, long xAt, long rows, long columns, MemorySegment y, long yAt) {
        long r = rows - rows % TransposeLoops.BLOCK;
        long c = columns - columns % TransposeLoops.BLOCK;
        TransposeLoops.blocks(x, xAt, rows, columns, y, yAt, r, c);
        transpose(x, xAt, rows, columns, y, yAt, 0, r, c, columns);
        transpose(x, xAt, rows, columns, y, yAt, r, rows, 0, columns);
    }
}
