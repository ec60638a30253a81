package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.FLOATS;
import static io.fletching.kernels.internal.Lanes.ORDER;
import static io.fletching.kernels.internal.Lanes.STEP;

import io.fletching.kernels.Activation;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The derivatives of [FloatActivations] on whole vectors, operation for operation: dx = dy * f'(x), for at most
/// [Scratch#SIZE] elements.
final class GradientLoops {

    private GradientLoops() {}

    static void backward(
            Activation f,
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment dx,
            long dxAt,
            long n,
            MemorySegment s,
            MemorySegment room) {
        switch (f) {
            case RELU -> relu(x, xAt, dy, dyAt, dx, dxAt, n);
            case LEAKY_RELU -> leakyRelu(x, xAt, dy, dyAt, dx, dxAt, n);
            case ELU -> {
                FunctionLoops.exp(x, xAt, s, 0, n);
                elu(x, xAt, s, dy, dyAt, dx, dxAt, n);
            }
            case GELU -> {
                ElementwiseLoops.scale(x, xAt, s, 0, n, FloatActivations.ROOT_HALF);
                FunctionLoops.erf(s, 0, s, 0, n, room);
                minusHalfSquare(x, xAt, room, n);
                FunctionLoops.exp(room, 0, room, 0, n);
                gelu(x, xAt, s, room, dy, dyAt, dx, dxAt, n);
            }
            case GELU_TANH -> {
                ActivationLoops.geluArgument(x, xAt, s, n);
                FunctionLoops.tanh(s, 0, s, 0, n, room);
                geluTanh(x, xAt, s, dy, dyAt, dx, dxAt, n);
            }
            case SILU -> {
                FunctionLoops.sigmoid(x, xAt, s, 0, n);
                silu(x, xAt, s, dy, dyAt, dx, dxAt, n);
            }
            case SOFTPLUS -> {
                FunctionLoops.sigmoid(x, xAt, s, 0, n);
                times(s, dy, dyAt, dx, dxAt, n);
            }
            case TANH -> {
                FunctionLoops.tanh(x, xAt, s, 0, n, room);
                tanh(s, dy, dyAt, dx, dxAt, n);
            }
            case SIGMOID -> {
                FunctionLoops.sigmoid(x, xAt, s, 0, n);
                sigmoid(s, dy, dyAt, dx, dxAt, n);
            }
        }
    }

    private static void relu(
            MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        FloatVector zero = FloatVector.broadcast(FLOATS, 0);
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            FloatVector.fromMemorySegment(FLOATS, dy, (dyAt + i) << 2, ORDER)
                    .blend(zero, v.compare(VectorOperators.LE, zero))
                    .intoMemorySegment(dx, (dxAt + i) << 2, ORDER);
        }
    }

    private static void leakyRelu(
            MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            FloatVector d = FloatVector.fromMemorySegment(FLOATS, dy, (dyAt + i) << 2, ORDER);
            d.mul(FloatActivations.LEAK)
                    .blend(d, v.compare(VectorOperators.GT, 0))
                    .intoMemorySegment(dx, (dxAt + i) << 2, ORDER);
        }
    }

    /// From exp(x).
    private static void elu(
            MemorySegment x,
            long xAt,
            MemorySegment exp,
            MemorySegment dy,
            long dyAt,
            MemorySegment dx,
            long dxAt,
            long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            FloatVector d = FloatVector.fromMemorySegment(FLOATS, dy, (dyAt + i) << 2, ORDER);
            d.mul(FloatVector.fromMemorySegment(FLOATS, exp, i << 2, ORDER))
                    .blend(d, v.compare(VectorOperators.GT, 0))
                    .intoMemorySegment(dx, (dxAt + i) << 2, ORDER);
        }
    }

    /// dx = s * dy
    private static void times(MemorySegment s, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, dy, (dyAt + i) << 2, ORDER)
                    .mul(FloatVector.fromMemorySegment(FLOATS, s, i << 2, ORDER))
                    .intoMemorySegment(dx, (dxAt + i) << 2, ORDER);
        }
    }

    /// y = -x²/2
    private static void minusHalfSquare(MemorySegment x, long xAt, MemorySegment y, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            v.mul(-0.5f).mul(v).intoMemorySegment(y, i << 2, ORDER);
        }
    }

    /// From erf(x/√2) and exp(-x²/2).
    private static void gelu(
            MemorySegment x,
            long xAt,
            MemorySegment erf,
            MemorySegment exp,
            MemorySegment dy,
            long dyAt,
            MemorySegment dx,
            long dxAt,
            long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector density =
                    FloatVector.fromMemorySegment(FLOATS, exp, i << 2, ORDER).mul(FloatActivations.NORMAL_DENSITY_AT_0);
            FloatVector half = FloatVector.fromMemorySegment(FLOATS, erf, i << 2, ORDER)
                    .add(1)
                    .mul(0.5f);
            FloatVector slope = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .fma(density, half);
            FloatVector.fromMemorySegment(FLOATS, dy, (dyAt + i) << 2, ORDER)
                    .mul(slope)
                    .intoMemorySegment(dx, (dxAt + i) << 2, ORDER);
        }
    }

    private static void geluTanh(
            MemorySegment x,
            long xAt,
            MemorySegment tanh,
            MemorySegment dy,
            long dyAt,
            MemorySegment dx,
            long dxAt,
            long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            FloatVector t = FloatVector.fromMemorySegment(FLOATS, tanh, i << 2, ORDER);
            FloatVector inner = v.mul(v)
                    .fma(FloatVector.broadcast(FLOATS, FloatActivations.THREE_CUBIC), FloatVector.broadcast(FLOATS, 1));
            inner = inner.mul(FloatActivations.ROOT_TWO_OVER_PI);
            FloatVector outer = v.mul(0.5f).mul(FloatVector.broadcast(FLOATS, 1).sub(t.mul(t)));
            FloatVector.fromMemorySegment(FLOATS, dy, (dyAt + i) << 2, ORDER)
                    .mul(outer.fma(inner, t.add(1).mul(0.5f)))
                    .intoMemorySegment(dx, (dxAt + i) << 2, ORDER);
        }
    }

    private static void silu(
            MemorySegment x,
            long xAt,
            MemorySegment sigmoid,
            MemorySegment dy,
            long dyAt,
            MemorySegment dx,
            long dxAt,
            long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector s = FloatVector.fromMemorySegment(FLOATS, sigmoid, i << 2, ORDER);
            FloatVector slope = s.mul(FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .fma(FloatVector.broadcast(FLOATS, 1).sub(s), FloatVector.broadcast(FLOATS, 1)));
            FloatVector.fromMemorySegment(FLOATS, dy, (dyAt + i) << 2, ORDER)
                    .mul(slope)
                    .intoMemorySegment(dx, (dxAt + i) << 2, ORDER);
        }
    }

    private static void tanh(MemorySegment tanh, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector t = FloatVector.fromMemorySegment(FLOATS, tanh, i << 2, ORDER);
            FloatVector.fromMemorySegment(FLOATS, dy, (dyAt + i) << 2, ORDER)
                    .mul(FloatVector.broadcast(FLOATS, 1).sub(t.mul(t)))
                    .intoMemorySegment(dx, (dxAt + i) << 2, ORDER);
        }
    }

    private static void sigmoid(
            MemorySegment sigmoid, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector s = FloatVector.fromMemorySegment(FLOATS, sigmoid, i << 2, ORDER);
            FloatVector.fromMemorySegment(FLOATS, dy, (dyAt + i) << 2, ORDER)
                    .mul(s.mul(FloatVector.broadcast(FLOATS, 1).sub(s)))
                    .intoMemorySegment(dx, (dxAt + i) << 2, ORDER);
        }
    }
}
