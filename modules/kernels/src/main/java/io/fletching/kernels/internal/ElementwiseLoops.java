package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.FLOATS;
import static io.fletching.kernels.internal.Lanes.ORDER;
import static io.fletching.kernels.internal.Lanes.STEP;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Elementwise arithmetic on whole vectors.
final class ElementwiseLoops {

    private ElementwiseLoops() {}

    static void fill(MemorySegment y, long yAt, long n, float value) {
        FloatVector v = FloatVector.broadcast(FLOATS, value);
        for (long i = 0; i < n; i += STEP) {
            v.intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void scale(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, float factor) {
        FloatVector f = FloatVector.broadcast(FLOATS, factor);
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .mul(f)
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void scaleAndShift(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, float factor, float shift) {
        FloatVector f = FloatVector.broadcast(FLOATS, factor);
        FloatVector s = FloatVector.broadcast(FLOATS, shift);
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .mul(f)
                    .add(s)
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void addScaled(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, float factor) {
        FloatVector f = FloatVector.broadcast(FLOATS, factor);
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .fma(f, FloatVector.fromMemorySegment(FLOATS, y, (yAt + i) << 2, ORDER))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void add(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, a, (aAt + i) << 2, ORDER)
                    .add(FloatVector.fromMemorySegment(FLOATS, b, (bAt + i) << 2, ORDER))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void subtract(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, a, (aAt + i) << 2, ORDER)
                    .sub(FloatVector.fromMemorySegment(FLOATS, b, (bAt + i) << 2, ORDER))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void multiply(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, a, (aAt + i) << 2, ORDER)
                    .mul(FloatVector.fromMemorySegment(FLOATS, b, (bAt + i) << 2, ORDER))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void multiplyAdd(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, a, (aAt + i) << 2, ORDER)
                    .fma(
                            FloatVector.fromMemorySegment(FLOATS, b, (bAt + i) << 2, ORDER),
                            FloatVector.fromMemorySegment(FLOATS, y, (yAt + i) << 2, ORDER))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void step(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, float edge, float height) {
        FloatVector high = FloatVector.broadcast(FLOATS, height);
        FloatVector zero = FloatVector.zero(FLOATS);
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            high.blend(zero, v.compare(VectorOperators.LT, edge)).intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void clamp(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, float low, float high) {
        FloatVector least = FloatVector.broadcast(FLOATS, low);
        FloatVector most = FloatVector.broadcast(FLOATS, high);
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .max(least)
                    .min(most)
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }
}
