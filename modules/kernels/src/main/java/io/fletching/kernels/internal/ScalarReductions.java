package io.fletching.kernels.internal;

import io.fletching.kernels.Reductions;
import java.lang.foreign.MemorySegment;

/// The reductions: blocks, then [#groups], then the rest in order. A vector twin replaces [#groups] alone.
interface ScalarReductions extends Reductions, Element {

    /// Virtual lanes of a reduction.
    int LANES = 16;

    /// What is summed up, of x, y and a constant.
    enum Term {
        /// x
        VALUE,
        /// x²
        SQUARE,
        /// |x|
        ABSOLUTE,
        /// |x|^a
        POWER,
        /// (x - a)²
        SQUARED_DEVIATION,
        /// x * y
        PRODUCT,
        /// (x - a) * y
        DEVIATION_PRODUCT
    }

    @Override
    default double sum(MemorySegment x, long xAt, long n) {
        return reduce(Term.VALUE, x, xAt, x, xAt, n, 0);
    }

    @Override
    default double sumOfSquares(MemorySegment x, long xAt, long n) {
        return reduce(Term.SQUARE, x, xAt, x, xAt, n, 0);
    }

    @Override
    default double sumOfSquaredDeviations(MemorySegment x, long xAt, long n, double center) {
        return reduce(Term.SQUARED_DEVIATION, x, xAt, x, xAt, n, center);
    }

    @Override
    default double sumOfAbsolutes(MemorySegment x, long xAt, long n) {
        return reduce(Term.ABSOLUTE, x, xAt, x, xAt, n, 0);
    }

    @Override
    default double sumOfPowers(MemorySegment x, long xAt, long n, double p) {
        if (p == 1) {
            return sumOfAbsolutes(x, xAt, n);
        }
        return p == 2 ? sumOfSquares(x, xAt, n) : reduce(Term.POWER, x, xAt, x, xAt, n, p);
    }

    @Override
    default double dot(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        return reduce(Term.PRODUCT, x, xAt, y, yAt, n, 0);
    }

    @Override
    default double deviationDot(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double center) {
        return reduce(Term.DEVIATION_PRODUCT, x, xAt, y, yAt, n, center);
    }

    @Override
    default double maximum(MemorySegment x, long xAt, long n) {
        double maximum = Double.NEGATIVE_INFINITY;
        for (long i = 0; i < n; i++) {
            maximum = Math.max(maximum, get(x, xAt + i));
        }
        return maximum;
    }

    @Override
    default double maximumAbsolute(MemorySegment x, long xAt, long n) {
        double maximum = 0;
        for (long i = 0; i < n; i++) {
            maximum = Math.max(maximum, Math.abs(get(x, xAt + i)));
        }
        return maximum;
    }

    /// The sum of a term over a range, as [Reductions] says.
    default double reduce(Term term, MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double a) {
        double total = 0;
        for (long start = 0; start < n; start += BLOCK) {
            long end = Math.min(start + BLOCK, n);
            long grouped = end - (end - start) % LANES;
            double block = groups(term, x, xAt + start, y, yAt + start, grouped - start, a);
            for (long i = grouped; i < end; i++) {
                block += term(term, x, xAt + i, y, yAt + i, a);
            }
            total += block;
        }
        return total;
    }

    /// `sums[r]` = the sum over row r of a term whose constant is the F64 center of the row (optional; 0 without).
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
        for (long r = 0; r < rows; r++) {
            double center = Element.absent(centers) ? 0 : Sums.get(centers, r);
            Sums.set(sums, sumsAt + r, reduce(term, x, xAt + r * width, y, yAt + r * width, width, center));
        }
    }

    /// The sum of a term over whole groups of 16 elements: the lanes, folded.
    default double groups(Term term, MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double a) {
        double even = quarter(term, 0, x, xAt, y, yAt, n, a) + quarter(term, 2, x, xAt, y, yAt, n, a);
        double odd = quarter(term, 1, x, xAt, y, yAt, n, a) + quarter(term, 3, x, xAt, y, yAt, n, a);
        return even + odd;
    }

    /// Lanes `lane`, +4, +8 and +12 of the tree, folded: four sums at once, without an array for all sixteen.
    private double quarter(
            Term term, int lane, MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double a) {
        double lane0 = 0;
        double lane4 = 0;
        double lane8 = 0;
        double lane12 = 0;
        for (long i = lane; i < n; i += LANES) {
            lane0 += term(term, x, xAt + i, y, yAt + i, a);
            lane4 += term(term, x, xAt + i + 4, y, yAt + i + 4, a);
            lane8 += term(term, x, xAt + i + 8, y, yAt + i + 8, a);
            lane12 += term(term, x, xAt + i + 12, y, yAt + i + 12, a);
        }
        return (lane0 + lane8) + (lane4 + lane12);
    }

    private double term(Term term, MemorySegment x, long xAt, MemorySegment y, long yAt, double a) {
        double value = get(x, xAt);
        return switch (term) {
            case VALUE -> value;
            case SQUARE -> value * value;
            case ABSOLUTE -> Math.abs(value);
            // StrictMath.pow allocates.
            case POWER -> StrictMath.exp(a * StrictMath.log(Math.abs(value)));
            case SQUARED_DEVIATION -> (value - a) * (value - a);
            case PRODUCT -> value * get(y, yAt);
            case DEVIATION_PRODUCT -> (value - a) * get(y, yAt);
        };
    }
}
