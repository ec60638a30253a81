package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.SUM_STEP;
import static io.fletching.kernels.internal.Lanes.load;
import static io.fletching.kernels.internal.Lanes.loadSums;
import static io.fletching.kernels.internal.Lanes.store;
import static io.fletching.kernels.internal.Lanes.storeSums;
import static io.fletching.kernels.internal.Lanes.widen;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// The loops over a row of [ScalarColumns], whose statistics are a number for each column, on whole vectors.
final class VectorColumns {

    private VectorColumns() {}

    static void accumulate(MemorySegment x, long xAt, MemorySegment sums, long sumsAt, long n) {
        for (long j = 0; j < n; j += SUM_STEP) {
            storeSums(loadSums(sums, sumsAt + j).add(widen(x, xAt + j)), sums, sumsAt + j);
        }
    }

    static void accumulateProducts(
            MemorySegment x, long xAt, MemorySegment y, long yAt, MemorySegment sums, long sumsAt, long n) {
        for (long j = 0; j < n; j += SUM_STEP) {
            DoubleVector product = widen(x, xAt + j).mul(widen(y, yAt + j));
            storeSums(loadSums(sums, sumsAt + j).add(product), sums, sumsAt + j);
        }
    }

    static void accumulateDeviations(
            MemorySegment x, long xAt, MemorySegment mean, long meanAt, MemorySegment sums, long sumsAt, long n) {
        for (long j = 0; j < n; j += SUM_STEP) {
            DoubleVector deviation = widen(x, xAt + j).sub(loadSums(mean, meanAt + j));
            storeSums(loadSums(sums, sumsAt + j).add(deviation.mul(deviation)), sums, sumsAt + j);
        }
    }

    static void accumulateNormalized(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment sums,
            long sumsAt,
            long n) {
        for (long j = 0; j < n; j += SUM_STEP) {
            DoubleVector z = widen(x, xAt + j).sub(widen(mean, meanAt + j)).mul(widen(inverse, inverseAt + j));
            storeSums(loadSums(sums, sumsAt + j).add(widen(dy, dyAt + j).mul(z)), sums, sumsAt + j);
        }
    }

    static void normalize(
            MemorySegment x,
            long xAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment scale,
            long scaleAt,
            MemorySegment y,
            long yAt,
            long n) {
        for (long j = 0; j < n; j += STEP) {
            store(load(x, xAt + j).sub(load(mean, meanAt + j)).mul(load(scale, scaleAt + j)), y, yAt + j);
        }
    }

    static void gradient(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment scale,
            long scaleAt,
            MemorySegment meanGradient,
            long meanGradientAt,
            MemorySegment meanProduct,
            long meanProductAt,
            MemorySegment dx,
            long dxAt,
            long n) {
        for (long j = 0; j < n; j += STEP) {
            FloatVector z = load(x, xAt + j).sub(load(mean, meanAt + j)).mul(load(inverse, inverseAt + j));
            FloatVector centered = load(dy, dyAt + j).sub(load(meanGradient, meanGradientAt + j));
            FloatVector rest = centered.sub(z.mul(load(meanProduct, meanProductAt + j)));
            store(rest.mul(load(scale, scaleAt + j)), dx, dxAt + j);
        }
    }
}
