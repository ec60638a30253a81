package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.FLOATS;
import static io.fletching.kernels.internal.Lanes.ORDER;
import static io.fletching.kernels.internal.Lanes.STEP;

import io.fletching.kernels.Activation;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The formulas of [FloatActivations] on whole vectors, operation for operation, for at most [Scratch#SIZE]
/// elements.
final class ActivationLoops {

    private ActivationLoops() {}

    static void forward(
            Activation f,
            MemorySegment x,
            long xAt,
            MemorySegment y,
            long yAt,
            long n,
            MemorySegment s,
            MemorySegment room) {
        switch (f) {
            case RELU -> relu(x, xAt, y, yAt, n);
            case LEAKY_RELU -> leakyRelu(x, xAt, y, yAt, n);
            case ELU -> {
                FunctionLoops.exp(x, xAt, s, 0, n);
                elu(x, xAt, s, y, yAt, n);
            }
            case GELU -> {
                ElementwiseLoops.scale(x, xAt, s, 0, n, FloatActivations.ROOT_HALF);
                FunctionLoops.erf(s, 0, s, 0, n, room);
                gate(x, xAt, s, y, yAt, n);
            }
            case GELU_TANH -> {
                geluArgument(x, xAt, s, n);
                FunctionLoops.tanh(s, 0, s, 0, n, room);
                gate(x, xAt, s, y, yAt, n);
            }
            case SILU -> {
                ElementwiseLoops.scale(x, xAt, s, 0, n, -1);
                FunctionLoops.exp(s, 0, s, 0, n);
                silu(x, xAt, s, y, yAt, n);
            }
            case SOFTPLUS -> {
                expOfMinusMagnitude(x, xAt, s, n);
                onePlus(s, room, n);
                FunctionLoops.logOfPositive(room, 0, room, 0, n);
                softplus(x, xAt, s, room, y, yAt, n);
            }
            case TANH -> FunctionLoops.tanh(x, xAt, y, yAt, n, room);
            case SIGMOID -> FunctionLoops.sigmoid(x, xAt, y, yAt, n);
        }
    }

    private static void relu(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        FloatVector zero = FloatVector.broadcast(FLOATS, 0);
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .max(zero)
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    private static void leakyRelu(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            v.mul(FloatActivations.LEAK)
                    .blend(v, v.compare(VectorOperators.GT, 0))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    /// From exp(x).
    private static void elu(MemorySegment x, long xAt, MemorySegment exp, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            FloatVector.fromMemorySegment(FLOATS, exp, i << 2, ORDER)
                    .sub(1)
                    .blend(v, v.compare(VectorOperators.GT, 0))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    private static void expOfMinusMagnitude(MemorySegment x, long xAt, MemorySegment y, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .abs()
                    .neg()
                    .intoMemorySegment(y, i << 2, ORDER);
        }
        FunctionLoops.exp(y, 0, y, 0, n);
    }

    private static void onePlus(MemorySegment x, MemorySegment y, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, i << 2, ORDER).add(1).intoMemorySegment(y, i << 2, ORDER);
        }
    }

    /// From e = exp(-|x|) and the logarithm of 1 + e.
    private static void softplus(
            MemorySegment x, long xAt, MemorySegment exp, MemorySegment log, MemorySegment y, long yAt, long n) {
        FloatVector zero = FloatVector.broadcast(FLOATS, 0);
        for (long i = 0; i < n; i += STEP) {
            FloatVector e = FloatVector.fromMemorySegment(FLOATS, exp, i << 2, ORDER);
            FloatVector rounded = e.add(1).sub(1);
            FloatVector.fromMemorySegment(FLOATS, log, i << 2, ORDER)
                    .mul(e.div(rounded))
                    .blend(e, rounded.compare(VectorOperators.EQ, 0))
                    .add(FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                            .max(zero))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    /// y = x / (1 + s)
    private static void silu(MemorySegment x, long xAt, MemorySegment s, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .div(FloatVector.fromMemorySegment(FLOATS, s, i << 2, ORDER).add(1))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    /// y = x / 2 * (1 + s)
    private static void gate(MemorySegment x, long xAt, MemorySegment s, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .mul(0.5f)
                    .mul(FloatVector.fromMemorySegment(FLOATS, s, i << 2, ORDER).add(1))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    /// s = √(2/π) (x + 0.044715 x³)
    static void geluArgument(MemorySegment x, long xAt, MemorySegment s, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            FloatVector cubic = v.mul(v).mul(v).fma(FloatVector.broadcast(FLOATS, FloatActivations.CUBIC), v);
            cubic.mul(FloatActivations.ROOT_TWO_OVER_PI).intoMemorySegment(s, i << 2, ORDER);
        }
    }
}
