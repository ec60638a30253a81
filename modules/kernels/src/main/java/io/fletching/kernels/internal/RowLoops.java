package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.FLOATS;
import static io.fletching.kernels.internal.Lanes.ORDER;
import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.SUMMANDS;
import static io.fletching.kernels.internal.Lanes.SUMS;
import static io.fletching.kernels.internal.Lanes.SUM_STEP;
import static io.fletching.kernels.internal.Scratch.ROWS;
import static jdk.incubator.vector.VectorOperators.F2D;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// The passes of [ScalarRows] over the first columns of rows, as many as fill whole vectors.
final class RowLoops {

    private RowLoops() {}

    static void normalize(
            MemorySegment x,
            long xAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width,
            long whole) {
        for (long r = 0; r < rows; r++) {
            float m = mean.get(ScalarFloat.F32, (meanAt + r) << 2);
            float v = inverse.get(ScalarFloat.F32, (inverseAt + r) << 2);
            for (long i = r * width; i < r * width + whole; i += STEP) {
                FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                        .sub(m)
                        .mul(v)
                        .intoMemorySegment(y, (yAt + i) << 2, ORDER);
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
        for (long r = 0; r < rows; r++) {
            float m = mean.get(ScalarFloat.F32, (meanAt + r) << 2);
            float v = inverse.get(ScalarFloat.F32, (inverseAt + r) << 2);
            float a = (float) Sums.get(sums, ROWS + r);
            float b = (float) Sums.get(sums, 2 * ROWS + r);
            for (long i = r * width; i < r * width + whole; i += STEP) {
                FloatVector z = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                        .sub(m)
                        .mul(v);
                FloatVector.fromMemorySegment(FLOATS, g, (gAt + i) << 2, ORDER)
                        .sub(a)
                        .sub(z.mul(b))
                        .mul(v)
                        .intoMemorySegment(dx, (dxAt + i) << 2, ORDER);
            }
        }
    }

    /// Columns in groups of two vectors, whose sums stay in registers for [Scratch#ROWS] rows.
    static void normalizedDots(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            long rows,
            long width,
            MemorySegment sums,
            long sumsAt,
            long whole) {
        boolean centered = !Element.absent(mean);
        for (long first = 0; first < rows; first += ROWS) {
            long last = Math.min(first + ROWS, rows);
            for (long j = 0; j < whole; j += 2L * SUM_STEP) {
                long at = (sumsAt + j) << 3;
                DoubleVector s0 = DoubleVector.fromMemorySegment(SUMS, sums, at, ORDER);
                DoubleVector s1 = DoubleVector.fromMemorySegment(SUMS, sums, at + 8L * SUM_STEP, ORDER);
                for (long r = first; r < last; r++) {
                    double m = centered ? mean.get(ScalarFloat.F32, (meanAt + r) << 2) : 0;
                    double v = inverse.get(ScalarFloat.F32, (inverseAt + r) << 2);
                    long i = r * width + j;
                    DoubleVector z0 = ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))
                            .sub(m)
                            .mul(v);
                    DoubleVector z1 = ((DoubleVector)
                                    FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + SUM_STEP) << 2, ORDER)
                                            .convertShape(F2D, SUMS, 0))
                            .sub(m)
                            .mul(v);
                    s0 = s0.add(
                            z0.mul(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, dy, (dyAt + i) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))));
                    s1 = s1.add(z1.mul(((DoubleVector)
                            FloatVector.fromMemorySegment(SUMMANDS, dy, (dyAt + i + SUM_STEP) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))));
                }
                s0.intoMemorySegment(sums, at, ORDER);
                s1.intoMemorySegment(sums, at + 8L * SUM_STEP, ORDER);
            }
        }
    }
}
