package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.load;
import static io.fletching.kernels.internal.Lanes.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Loops of [VectorMath], each small enough that the compiler keeps every vector in a register: a larger one
/// allocates each of its vectors on the heap. So tanh and erf go over their memory more than once, and take at most
/// [Scratch#SIZE] elements at a time, with room for as many.
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

    static void sqrt(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            store(load(x, xAt + i).sqrt(), y, yAt + i);
        }
    }

    /// The sine of x plus `turns` right angles, for angles within [FloatMath#ANGLE_LIMIT].
    static void sine(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, int turns) {
        for (long i = 0; i < n; i += STEP) {
            store(VectorMath.sine(load(x, xAt + i), turns), y, yAt + i);
        }
    }

    static void tanh(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, MemorySegment room) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector t = load(x, xAt + i).abs();
            store(VectorMath.exp(t.add(t)), room, i);
        }
        for (long i = 0; i < n; i += STEP) {
            store(VectorMath.tanh(load(x, xAt + i), load(room, i)), y, yAt + i);
        }
    }

    static void erf(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, MemorySegment room) {
        for (long i = 0; i < n; i += STEP) {
            store(VectorMath.logErfc(load(x, xAt + i)), room, i);
        }
        exp(room, 0, room, 0, n);
        for (long i = 0; i < n; i += STEP) {
            store(VectorMath.erf(load(x, xAt + i), load(room, i)), y, yAt + i);
        }
    }

    /// y = σ(x)
    static void sigmoid(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            store(Lanes.all(1).div(VectorMath.exp(load(x, xAt + i).neg()).add(1)), y, yAt + i);
        }
    }
}
