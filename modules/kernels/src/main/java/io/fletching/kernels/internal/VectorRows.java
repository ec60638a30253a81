package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.FLOATS;
import static io.fletching.kernels.internal.Lanes.ORDER;
import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.SUMMANDS;
import static io.fletching.kernels.internal.Lanes.SUMS;
import static io.fletching.kernels.internal.Lanes.SUM_STEP;
import static jdk.incubator.vector.VectorOperators.F2D;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// The loops over a row of [ScalarRows], whose statistics are two numbers, on whole vectors.
final class VectorRows {

    private VectorRows() {}

    static void normalize(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, float mean, float inverse) {
        FloatVector m = FloatVector.broadcast(FLOATS, mean);
        FloatVector v = FloatVector.broadcast(FLOATS, inverse);
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .sub(m)
                    .mul(v)
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void gradient(
            MemorySegment x,
            long xAt,
            MemorySegment g,
            long gAt,
            MemorySegment dx,
            long dxAt,
            long n,
            float mean,
            float inverse,
            float a,
            float b) {
        FloatVector m = FloatVector.broadcast(FLOATS, mean);
        FloatVector v = FloatVector.broadcast(FLOATS, inverse);
        for (long i = 0; i < n; i += STEP) {
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

    static void accumulateNormalized(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment sums,
            long sumsAt,
            long n,
            double mean,
            double inverse) {
        DoubleVector m = DoubleVector.broadcast(SUMS, mean);
        DoubleVector v = DoubleVector.broadcast(SUMS, inverse);
        for (long i = 0; i < n; i += SUM_STEP) {
            DoubleVector z = ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0))
                    .sub(m)
                    .mul(v);
            DoubleVector.fromMemorySegment(SUMS, sums, (sumsAt + i) << 3, ORDER)
                    .add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, dy, (dyAt + i) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))
                            .mul(z))
                    .intoMemorySegment(sums, (sumsAt + i) << 3, ORDER);
        }
    }
}
