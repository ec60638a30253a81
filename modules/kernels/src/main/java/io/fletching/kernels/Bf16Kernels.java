package io.fletching.kernels;

import java.lang.foreign.MemorySegment;

/// [HalfKernels] of BF16, which also rounds at random.
public interface Bf16Kernels extends HalfKernels {

    /// y = x, rounded to one of its two neighbours: up in magnitude with the probability that makes the expected value
    /// x. So a sum of many small steps arrives where rounding to the nearest would not move at all. What BF16 has stays
    /// as it is, and what is finite stays finite.
    ///
    /// The bits are those of [Philox]: `x[i]` belongs to element `first + i` of the stream `key`, so no cut changes
    /// them.
    ///
    /// [Deep Learning with Limited Numerical Precision](https://arxiv.org/abs/1502.02551)
    ///
    /// @param number which of any number of draws for an element, such as the number of the update
    /// @param x float32
    /// @param y BF16
    void narrowAtRandom(
            long key, long number, long first, MemorySegment x, long xAt, MemorySegment y, long yAt, long n);
}
