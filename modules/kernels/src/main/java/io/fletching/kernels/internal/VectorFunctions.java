package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.load;
import static io.fletching.kernels.internal.Lanes.store;

import io.fletching.kernels.Function;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Loops of [VectorMath]: one for each function, small enough that the compiler keeps every vector in a register.
final class VectorFunctions {

    private VectorFunctions() {}

    static void exp(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            store(VectorMath.exp(load(x, xAt + i)), y, yAt + i);
        }
    }

    static void shiftedExp(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, float shift) {
        FloatVector s = Lanes.all(shift);
        for (long i = 0; i < n; i += STEP) {
            store(VectorMath.exp(load(x, xAt + i).sub(s)), y, yAt + i);
        }
    }

    static void log(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            store(VectorMath.log(load(x, xAt + i)), y, yAt + i);
        }
    }

    static void tanh(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            store(VectorMath.tanh(load(x, xAt + i)), y, yAt + i);
        }
    }

    static void erf(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            store(VectorMath.erf(load(x, xAt + i)), y, yAt + i);
        }
    }

    static void sqrt(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            store(load(x, xAt + i).sqrt(), y, yAt + i);
        }
    }

    /// The sine, or with one more turn the cosine; vectors that hold a very large angle go through the scalar twin.
    static void sine(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, int turns, ScalarFloat scalar) {
        Function f = turns == 0 ? Function.SIN : Function.COS;
        for (long i = 0; i < n; i += STEP) {
            FloatVector angle = load(x, xAt + i);
            if (VectorMath.anyBeyond(angle)) {
                for (long j = i; j < i + STEP; j++) {
                    scalar.set(y, yAt + j, scalar.map(f, scalar.get(x, xAt + j)));
                }
            } else {
                store(VectorMath.sine(angle, turns), y, yAt + i);
            }
        }
    }
}
