package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.all;
import static io.fletching.kernels.internal.Lanes.load;
import static io.fletching.kernels.internal.Lanes.store;
import static io.fletching.kernels.internal.VectorActivations.logistic;

import io.fletching.kernels.Activation;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The derivatives of [FloatActivations] on whole vectors, operation for operation: dx = dy * f'(x).
final class VectorGradients {

    private VectorGradients() {}

    static void backward(
            Activation f, MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        switch (f) {
            case RELU -> relu(x, xAt, dy, dyAt, dx, dxAt, n);
            case LEAKY_RELU -> leakyRelu(x, xAt, dy, dyAt, dx, dxAt, n);
            case GELU -> gelu(x, xAt, dy, dyAt, dx, dxAt, n);
            case GELU_TANH -> geluTanh(x, xAt, dy, dyAt, dx, dxAt, n);
            case SILU -> silu(x, xAt, dy, dyAt, dx, dxAt, n);
            case TANH -> tanh(x, xAt, dy, dyAt, dx, dxAt, n);
            case SIGMOID -> sigmoid(x, xAt, dy, dyAt, dx, dxAt, n);
        }
    }

    private static void relu(
            MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        FloatVector zero = all(0);
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = load(x, xAt + i);
            store(load(dy, dyAt + i).blend(zero, v.compare(VectorOperators.LE, zero)), dx, dxAt + i);
        }
    }

    private static void leakyRelu(
            MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = load(x, xAt + i);
            FloatVector d = load(dy, dyAt + i);
            store(d.mul(FloatActivations.LEAK).blend(d, v.compare(VectorOperators.GT, 0)), dx, dxAt + i);
        }
    }

    private static void gelu(
            MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = load(x, xAt + i);
            FloatVector density = VectorMath.exp(v.mul(-0.5f).mul(v)).mul(FloatActivations.NORMAL_DENSITY_AT_0);
            FloatVector half =
                    VectorMath.erf(v.mul(FloatActivations.ROOT_HALF)).add(1).mul(0.5f);
            store(load(dy, dyAt + i).mul(v.fma(density, half)), dx, dxAt + i);
        }
    }

    private static void geluTanh(
            MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = load(x, xAt + i);
            FloatVector t = VectorMath.tanh(VectorActivations.geluArgument(v));
            FloatVector inner = v.mul(v).fma(all(FloatActivations.THREE_CUBIC), all(1));
            inner = inner.mul(FloatActivations.ROOT_TWO_OVER_PI);
            FloatVector outer = v.mul(0.5f).mul(all(1).sub(t.mul(t)));
            store(load(dy, dyAt + i).mul(outer.fma(inner, t.add(1).mul(0.5f))), dx, dxAt + i);
        }
    }

    private static void silu(
            MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = load(x, xAt + i);
            FloatVector s = logistic(v);
            FloatVector slope = s.mul(v.fma(all(1).sub(s), all(1)));
            store(load(dy, dyAt + i).mul(slope), dx, dxAt + i);
        }
    }

    private static void tanh(
            MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector t = VectorMath.tanh(load(x, xAt + i));
            store(load(dy, dyAt + i).mul(all(1).sub(t.mul(t))), dx, dxAt + i);
        }
    }

    private static void sigmoid(
            MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector s = logistic(load(x, xAt + i));
            store(load(dy, dyAt + i).mul(s.mul(all(1).sub(s))), dx, dxAt + i);
        }
    }
}
