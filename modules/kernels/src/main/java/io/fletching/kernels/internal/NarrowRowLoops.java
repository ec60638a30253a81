package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.FLOATS;
import static io.fletching.kernels.internal.Lanes.ORDER;
import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Scratch.ROWS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Passes over a strip of narrow rows, column by column of vectors: a loop of four trips costs more than its body,
/// one over the rows of a strip does not, and what belongs to columns stays in registers.
final class NarrowRowLoops {

    private NarrowRowLoops() {}

    static void add(MemorySegment v, long vAt, MemorySegment y, long yAt, long rows, long width) {
        for (long j = 0; j < width; j += STEP) {
            FloatVector b = FloatVector.fromMemorySegment(FLOATS, v, (vAt + j) << 2, ORDER);
            for (long r = 0; r < rows; r++) {
                long at = (yAt + r * width + j) << 2;
                FloatVector.fromMemorySegment(FLOATS, y, at, ORDER).add(b).intoMemorySegment(y, at, ORDER);
            }
        }
    }

    static void multiply(
            MemorySegment x, long xAt, MemorySegment v, long vAt, MemorySegment y, long yAt, long rows, long width) {
        for (long j = 0; j < width; j += STEP) {
            FloatVector f = FloatVector.fromMemorySegment(FLOATS, v, (vAt + j) << 2, ORDER);
            for (long r = 0; r < rows; r++) {
                long at = r * width + j;
                FloatVector.fromMemorySegment(FLOATS, x, (xAt + at) << 2, ORDER)
                        .mul(f)
                        .intoMemorySegment(y, (yAt + at) << 2, ORDER);
            }
        }
    }

    static void normalize(
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
            long whole) {
        for (long j = 0; j < whole; j += STEP) {
            FloatVector f = FloatVector.fromMemorySegment(FLOATS, gamma, (gammaAt + j) << 2, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(FLOATS, beta, (betaAt + j) << 2, ORDER);
            for (long r = 0; r < rows; r++) {
                float m = mean.get(ScalarFloat.F32, (meanAt + r) << 2);
                float v = inverse.get(ScalarFloat.F32, (inverseAt + r) << 2);
                long at = r * width + j;
                FloatVector.fromMemorySegment(FLOATS, x, (xAt + at) << 2, ORDER)
                        .sub(m)
                        .mul(v)
                        .mul(f)
                        .add(b)
                        .intoMemorySegment(y, (yAt + at) << 2, ORDER);
            }
        }
    }

    static void gradient(
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
            long whole) {
        for (long j = 0; j < whole; j += STEP) {
            for (long r = 0; r < rows; r++) {
                float m = mean.get(ScalarFloat.F32, (meanAt + r) << 2);
                float v = inverse.get(ScalarFloat.F32, (inverseAt + r) << 2);
                float a = (float) Sums.get(sums, ROWS + r);
                float b = (float) Sums.get(sums, 2 * ROWS + r);
                long at = r * width + j;
                FloatVector z = FloatVector.fromMemorySegment(FLOATS, x, (xAt + at) << 2, ORDER)
                        .sub(m)
                        .mul(v);
                FloatVector.fromMemorySegment(FLOATS, g, (gAt + at) << 2, ORDER)
                        .sub(a)
                        .sub(z.mul(b))
                        .mul(v)
                        .intoMemorySegment(dx, (dxAt + at) << 2, ORDER);
            }
        }
    }
}
