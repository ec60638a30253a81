package io.fletching.kernels;

import java.lang.foreign.MemorySegment;

/// Reductions of a range to one number in float64.
///
/// The order of a sum is a function of `n` alone. The range is cut into blocks of [#BLOCK] elements. In a block, 16
/// lanes add up elements `i = lane (mod 16)` of its whole groups of 16, the lanes are folded in halves (`l + (l +
/// 8)`, then 4, 2, 1), and the last `n mod 16` elements follow one by one. Blocks are added in block order.
/// The sum of an empty range is 0.
public interface Reductions {

    /// The number of elements that are summed before their sum joins that of the blocks before.
    long BLOCK = 65_536;

    /// The sum of x.
    double sum(MemorySegment x, long xAt, long n);

    /// The sum of x²; finite for every float32 range of finite elements.
    double sumOfSquares(MemorySegment x, long xAt, long n);

    /// The sum of (x - center)², differences taken in float64.
    double sumOfSquaredDeviations(MemorySegment x, long xAt, long n, double center);

    /// The sum of |x|.
    double sumOfAbsolutes(MemorySegment x, long xAt, long n);

    /// The sum of |x|^p for a finite p > 0. Slow where p is neither 1 nor 2.
    double sumOfPowers(MemorySegment x, long xAt, long n, double p);

    /// The sum of x * y.
    double dot(MemorySegment x, long xAt, MemorySegment y, long yAt, long n);

    /// The sum of (x - center) * y, differences taken in float64.
    double deviationDot(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double center);

    /// The largest x; NaN if any is NaN, negative infinity for an empty range.
    double maximum(MemorySegment x, long xAt, long n);

    /// The largest |x|; NaN if any is NaN, 0 for an empty range.
    double maximumAbsolute(MemorySegment x, long xAt, long n);
}
