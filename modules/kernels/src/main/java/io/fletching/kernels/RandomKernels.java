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
}
