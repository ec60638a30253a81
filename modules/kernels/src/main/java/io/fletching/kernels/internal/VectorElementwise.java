package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.all;
import static io.fletching.kernels.internal.Lanes.load;
import static io.fletching.kernels.internal.Lanes.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Elementwise arithmetic on whole vectors.
final class VectorElementwise {

    private VectorElementwise() {}

    static void fill(MemorySegment y, long yAt, long n, float value) {
        FloatVector v = all(value);
        for (long i = 0; i < n; i += STEP) {
            store(v, y, yAt + i);
        }
    }

    static void scale(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, float factor) {
        FloatVector f = all(factor);
        for (long i = 0; i < n; i += STEP) {
            store(load(x, xAt + i).mul(f), y, yAt + i);
        }
    }

    static void addScaled(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, float factor) {
        FloatVector f = all(factor);
        for (long i = 0; i < n; i += STEP) {
            store(load(x, xAt + i).fma(f, load(y, yAt + i)), y, yAt + i);
        }
    }

    static void add(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            store(load(a, aAt + i).add(load(b, bAt + i)), y, yAt + i);
        }
    }

    static void subtract(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            store(load(a, aAt + i).sub(load(b, bAt + i)), y, yAt + i);
        }
    }

    static void multiply(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            store(load(a, aAt + i).mul(load(b, bAt + i)), y, yAt + i);
        }
    }

    static void multiplyAdd(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            store(load(a, aAt + i).fma(load(b, bAt + i), load(y, yAt + i)), y, yAt + i);
        }
    }

    static void clamp(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, float low, float high) {
        FloatVector least = all(low);
        FloatVector most = all(high);
        for (long i = 0; i < n; i += STEP) {
            store(load(x, xAt + i).max(least).min(most), y, yAt + i);
        }
    }
}
