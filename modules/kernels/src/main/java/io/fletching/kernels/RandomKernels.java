package io.fletching.kernels;

import java.lang.foreign.MemorySegment;

/// Random numbers addressed by element: `y[i]` belongs to element `first + i` of the stream `key`, so any cut of a
/// tensor gives the same numbers. They are draw 0 of [Philox]; `first` may be any long.
public interface RandomKernels {

    /// Uniform in [low, high): low + u * (high - low) with u from [Philox#uniform], never `high` itself. Where low
    /// and high are the same number of the element type, that number.
    ///
    /// @throws IllegalArgumentException unless low <= high and high - low is finite in the element type
    void uniform(long key, long first, MemorySegment y, long yAt, long n, double low, double high);

    /// Normal: mean + deviation * z with z from [Philox#normal], always finite for moderate arguments.
    void normal(long key, long first, MemorySegment y, long yAt, long n, double mean, double deviation);

    /// Normal numbers given that they lie in [low, high]. Where the normal has much of its mass there, a number outside
    /// is drawn again: `normal` with the next [Philox#normal] of its element. Elsewhere they are drawn by the method of
    /// [Robert](https://arxiv.org/abs/0907.4010), which takes a few uniform draws wherever the bounds lie.
    ///
    /// @param mean of the normal that is cut; it may lie beyond the bounds
    /// @param deviation of the normal that is cut; with 0 every number is the mean, or the bound that is next to it
    /// @throws IllegalArgumentException unless low <= high and deviation >= 0
    void truncatedNormal(
            long key,
            long first,
            MemorySegment y,
            long yAt,
            long n,
            double mean,
            double deviation,
            double low,
            double high);
}
