package io.fletching.kernels.internal;

import io.fletching.kernels.Activation;
import io.fletching.kernels.Function;
import java.lang.foreign.MemorySegment;

/// Elementwise kernels with the Vector API: whole vectors here, and the elements that are left by the scalar twin.
interface VectorElementwise extends ScalarElementwise {

    @Override
    default void fill(MemorySegment y, long yAt, long n, double value) {
        long m = Lanes.whole(n);
        ElementwiseLoops.fill(y, yAt, m, (float) value);
        ScalarElementwise.super.fill(y, yAt + m, n - m, value);
    }

    @Override
    default void scale(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double factor) {
        long m = Lanes.whole(n);
        ElementwiseLoops.scale(x, xAt, y, yAt, m, (float) factor);
        ScalarElementwise.super.scale(x, xAt + m, y, yAt + m, n - m, factor);
    }

    @Override
    default void scaleAndShift(
            MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double factor, double shift) {
        long m = Lanes.whole(n);
        ElementwiseLoops.scaleAndShift(x, xAt, y, yAt, m, (float) factor, (float) shift);
        ScalarElementwise.super.scaleAndShift(x, xAt + m, y, yAt + m, n - m, factor, shift);
    }

    @Override
    default void addScaled(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double factor) {
        long m = Lanes.whole(n);
        ElementwiseLoops.addScaled(x, xAt, y, yAt, m, (float) factor);
        ScalarElementwise.super.addScaled(x, xAt + m, y, yAt + m, n - m, factor);
    }

    @Override
    default void add(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        long m = Lanes.whole(n);
        ElementwiseLoops.add(a, aAt, b, bAt, y, yAt, m);
        ScalarElementwise.super.add(a, aAt + m, b, bAt + m, y, yAt + m, n - m);
    }

    @Override
    default void subtract(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        long m = Lanes.whole(n);
        ElementwiseLoops.subtract(a, aAt, b, bAt, y, yAt, m);
        ScalarElementwise.super.subtract(a, aAt + m, b, bAt + m, y, yAt + m, n - m);
    }

    @Override
    default void multiply(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        long m = Lanes.whole(n);
        ElementwiseLoops.multiply(a, aAt, b, bAt, y, yAt, m);
        ScalarElementwise.super.multiply(a, aAt + m, b, bAt + m, y, yAt + m, n - m);
    }

    @Override
    default void multiplyAdd(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        long m = Lanes.whole(n);
        ElementwiseLoops.multiplyAdd(a, aAt, b, bAt, y, yAt, m);
        ScalarElementwise.super.multiplyAdd(a, aAt + m, b, bAt + m, y, yAt + m, n - m);
    }

    @Override
    default void clamp(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double low, double high) {
        long m = Lanes.whole(n);
        ElementwiseLoops.clamp(x, xAt, y, yAt, m, (float) low, (float) high);
        ScalarElementwise.super.clamp(x, xAt + m, y, yAt + m, n - m, low, high);
    }

    @Override
    default void step(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double edge, double height) {
        long m = Lanes.whole(n);
        ElementwiseLoops.step(x, xAt, y, yAt, m, (float) edge, (float) height);
        ScalarElementwise.super.step(x, xAt + m, y, yAt + m, n - m, edge, height);
    }

    @Override
    default void map(Function f, MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        long m = Lanes.whole(n);
        MemorySegment room = Scratch.first();
        for (long i = 0; i < m; i += Scratch.SIZE) {
            long count = Math.min(Scratch.SIZE, m - i);
            switch (f) {
                case EXP -> FunctionLoops.exp(x, xAt + i, y, yAt + i, count);
                case LOG -> FunctionLoops.log(x, xAt + i, y, yAt + i, count, room);
                case TANH -> FunctionLoops.tanh(x, xAt + i, y, yAt + i, count, room);
                case ERF -> FunctionLoops.erf(x, xAt + i, y, yAt + i, count, room);
                case SIN -> sine(f, 0, x, xAt + i, y, yAt + i, count, room);
                case COS -> sine(f, 1, x, xAt + i, y, yAt + i, count, room);
                case SQRT -> FunctionLoops.sqrt(x, xAt + i, y, yAt + i, count);
            }
        }
        ScalarElementwise.super.map(f, x, xAt + m, y, yAt + m, n - m);
    }

    /// A chunk that holds a very large angle, or none, goes through the scalar twin.
    private void sine(
            Function f, int turns, MemorySegment x, long xAt, MemorySegment y, long yAt, long n, MemorySegment room) {
        if (ReductionLoops.maximumAbsolute(x, xAt, n) <= FloatMath.ANGLE_LIMIT) {
            FunctionLoops.sine(x, xAt, y, yAt, n, turns, room);
        } else {
            ScalarElementwise.super.map(f, x, xAt, y, yAt, n);
        }
    }

    @Override
    default void activate(Activation f, MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        long m = Lanes.whole(n);
        MemorySegment s = Scratch.first();
        MemorySegment room = Scratch.second();
        for (long i = 0; i < m; i += Scratch.SIZE) {
            ActivationLoops.forward(f, x, xAt + i, y, yAt + i, Math.min(Scratch.SIZE, m - i), s, room);
        }
        ScalarElementwise.super.activate(f, x, xAt + m, y, yAt + m, n - m);
    }

    @Override
    default void activateBackward(
            Activation f, MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        long m = Lanes.whole(n);
        MemorySegment s = Scratch.first();
        MemorySegment room = Scratch.second();
        for (long i = 0; i < m; i += Scratch.SIZE) {
            long count = Math.min(Scratch.SIZE, m - i);
            GradientLoops.backward(f, x, xAt + i, dy, dyAt + i, dx, dxAt + i, count, s, room);
        }
        ScalarElementwise.super.activateBackward(f, x, xAt + m, dy, dyAt + m, dx, dxAt + m, n - m);
    }

    @Override
    default void shiftedExponentials(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double shift) {
        long m = Lanes.whole(n);
        for (long i = 0; i < m; i += Scratch.SIZE) {
            FunctionLoops.shiftedExp(x, xAt + i, y, yAt + i, Math.min(Scratch.SIZE, m - i), (float) shift);
        }
        ScalarElementwise.super.shiftedExponentials(x, xAt + m, y, yAt + m, n - m, shift);
    }
}
