package io.fletching.kernels;

import io.fletching.kernels.internal.Active;
import java.lang.foreign.MemorySegment;

/// Loops between float32, in which everything is computed, and a type of two bytes, in which it may be stored.
///
/// Operands are as those of [Kernels]. The two operands of a call do not overlap. Results are the same bits for the
/// scalar twin and for every width of the vector twin, the payload of a NaN included.
public interface HalfKernels {

    /// The upper half of a float32: its range, and 8 bits of precision.
    static Bf16Kernels bf16() {
        KernelChoice.vector();
        return Active.BF16;
    }

    /// IEEE 754 binary16: 11 bits of precision, and nothing between 65,504 and infinity.
    static HalfKernels f16() {
        KernelChoice.vector();
        return Active.F16;
    }

    /// y = x, exactly.
    ///
    /// @param x of the type of two bytes
    /// @param y float32
    void widen(MemorySegment x, long xAt, MemorySegment y, long yAt, long n);

    /// y = x, rounded to the nearest, ties to even. What is too large becomes infinite; a NaN stays one.
    ///
    /// @param x float32
    /// @param y of the type of two bytes
    void narrow(MemorySegment x, long xAt, MemorySegment y, long yAt, long n);
}
