package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.SUMS;
import static io.fletching.kernels.internal.Lanes.SUM_STEP;
import static io.fletching.kernels.internal.Lanes.all;
import static io.fletching.kernels.internal.Lanes.load;
import static io.fletching.kernels.internal.Lanes.loadSums;
import static io.fletching.kernels.internal.Lanes.store;
import static io.fletching.kernels.internal.Lanes.storeSums;
import static io.fletching.kernels.internal.Lanes.widen;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// The loops over a row of [ScalarRows], whose statistics are two numbers, on whole vectors.
final class VectorRows {

    private VectorRows() {}

    static void normalize(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, float mean, float inverse) {
        FloatVector m = all(mean);
        FloatVector v = all(inverse);
        for (long i = 0; i < n; i += STEP) {
            store(load(x, xAt + i).sub(m).mul(v), y, yAt + i);
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
        FloatVector m = all(mean);
        FloatVector v = all(inverse);
        for (long i = 0; i < n; i += STEP) {
            FloatVector z = load(x, xAt + i).sub(m).mul(v);
            store(load(g, gAt + i).sub(a).sub(z.mul(b)).mul(v), dx, dxAt + i);
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
            DoubleVector z = widen(x, xAt + i).sub(m).mul(v);
            storeSums(loadSums(sums, sumsAt + i).add(widen(dy, dyAt + i).mul(z)), sums, sumsAt + i);
        }
    }
}
