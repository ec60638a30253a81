package io.fletching.kernels.internal;

import io.fletching.kernels.FusedLoop;
import java.lang.foreign.MemorySegment;

/// What the class of a compiled formula extends. `LoopCompiler` writes the two loops: whole vectors, which a scalar
/// class leaves out, and single elements.
abstract class CompiledLoop implements FusedLoop {
    /// Read by the loops before they start.
    final float[] constants;

    private final int lanes;

    CompiledLoop(float[] constants, int lanes) {
        this.constants = constants;
        this.lanes = lanes;
    }

    @Override
    public final void run(
            long n,
            MemorySegment a,
            MemorySegment b,
            MemorySegment c,
            MemorySegment d,
            MemorySegment e,
            double u,
            double v,
            double w,
            double x,
            double y,
            double z) {
        long whole = lanes == 1 ? 0 : n - n % lanes;
        if (whole > 0) {
            vectors(0, whole, a, b, c, d, e, u, v, w, x, y, z);
        }
        if (whole < n) {
            elements(whole, n, a, b, c, d, e, u, v, w, x, y, z);
        }
    }

    /// Computes the elements `[from, to)`, which fill whole vectors.
    abstract void vectors(
            long from,
            long to,
            MemorySegment a,
            MemorySegment b,
            MemorySegment c,
            MemorySegment d,
            MemorySegment e,
            double u,
            double v,
            double w,
            double x,
            double y,
            double z);

    /// Computes the elements `[from, to)` one by one.
    abstract void elements(
            long from,
            long to,
            MemorySegment a,
            MemorySegment b,
            MemorySegment c,
            MemorySegment d,
            MemorySegment e,
            double u,
            double v,
            double w,
            double x,
            double y,
            double z);
}
