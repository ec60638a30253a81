package io.fletching.kernels.internal;

import java.lang.foreign.MemorySegment;

/// Reductions with the Vector API: sums over whole groups of 16 elements, and maxima.
interface VectorReductions extends ScalarReductions {

    @Override
    default double groups(Term term, MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double a) {
        if (term == Term.POWER) {
            return ScalarReductions.super.groups(term, x, xAt, y, yAt, n, a);
        }
        MemorySegment room = Scratch.result();
        Sums.set(room, 0, a);
        groupRows(term, x, xAt, y, yAt, 1, n, room, room, 1);
        return Sums.get(room, 1);
    }

    @Override
    default void reduceRows(
            Term term,
            MemorySegment x,
            long xAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width,
            MemorySegment centers,
            MemorySegment sums,
            long sumsAt) {
        if (width % LANES == 0 && width <= BLOCK && term != Term.POWER) {
            groupRows(term, x, xAt, y, yAt, rows, width, centers, sums, sumsAt);
        } else {
            ScalarReductions.super.reduceRows(term, x, xAt, y, yAt, rows, width, centers, sums, sumsAt);
        }
    }

    private static void groupRows(
            Term term,
            MemorySegment x,
            long xAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width,
            MemorySegment centers,
            MemorySegment sums,
            long sumsAt) {
        switch (term) {
            case VALUE -> ReductionLoops.sums(x, xAt, rows, width, sums, sumsAt);
            case SQUARE -> ReductionLoops.squares(x, xAt, rows, width, sums, sumsAt);
            case ABSOLUTE -> ReductionLoops.absolutes(x, xAt, rows, width, sums, sumsAt);
            case SQUARED_DEVIATION -> ReductionLoops.squaredDeviations(x, xAt, rows, width, centers, sums, sumsAt);
            case PRODUCT -> ReductionLoops.products(x, xAt, y, yAt, rows, width, sums, sumsAt);
            case DEVIATION_PRODUCT ->
                ReductionLoops.deviationProducts(x, xAt, y, yAt, rows, width, centers, sums, sumsAt);
            case POWER ->
                throw new IllegalArgumentException("The term 'POWER' has no vector form; use the scalar one.");
        }
    }

    @Override
    default double maximum(MemorySegment x, long xAt, long n) {
        long m = Lanes.whole(n);
        return Math.max(ReductionLoops.maximum(x, xAt, m), ScalarReductions.super.maximum(x, xAt + m, n - m));
    }

    @Override
    default double maximumAbsolute(MemorySegment x, long xAt, long n) {
        long m = Lanes.whole(n);
        return Math.max(
                ReductionLoops.maximumAbsolute(x, xAt, m), ScalarReductions.super.maximumAbsolute(x, xAt + m, n - m));
    }
}
