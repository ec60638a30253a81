package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.all;
import static io.fletching.kernels.internal.Lanes.load;
import static io.fletching.kernels.internal.Lanes.store;

import io.fletching.kernels.Activation;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The derivatives of [FloatActivations] on whole vectors, operation for operation: dx = dy * f'(x), for at most
/// [Scratch#SIZE] elements.
final class VectorGradients {

    private VectorGradients() {}

    static void backward(
            Activation f,
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment dx,
            long dxAt,
            long n,
            Scratch scratch) {
        MemorySegment s = scratch.first();
        MemorySegment room = scratch.second();
        switch (f) {
            case RELU -> relu(x, xAt, dy, dyAt, dx, dxAt, n);
            case LEAKY_RELU -> leakyRelu(x, xAt, dy, dyAt, dx, dxAt, n);
            case GELU -> {
                VectorElementwise.scale(x, xAt, s, 0, n, FloatActivations.ROOT_HALF);
                VectorFunctions.erf(s, 0, s, 0, n, room);
                density(x, xAt, room, n);
                gelu(x, xAt, s, room, dy, dyAt, dx, dxAt, n);
            }
            case GELU_TANH -> {
                VectorActivations.geluArgument(x, xAt, s, n);
                VectorFunctions.tanh(s, 0, s, 0, n, room);
                geluTanh(x, xAt, s, dy, dyAt, dx, dxAt, n);
            }
            case SILU -> {
                VectorFunctions.sigmoid(x, xAt, s, 0, n);
                silu(x, xAt, s, dy, dyAt, dx, dxAt, n);
            }
            case TANH -> {
                VectorFunctions.tanh(x, xAt, s, 0, n, room);
                tanh(s, dy, dyAt, dx, dxAt, n);
            }
            case SIGMOID -> {
                VectorFunctions.sigmoid(x, xAt, s, 0, n);
                sigmoid(s, dy, dyAt, dx, dxAt, n);
            }
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

    /// The density of the normal distribution at x.
    private static void density(MemorySegment x, long xAt, MemorySegment density, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = load(x, xAt + i);
            FloatVector exp = VectorMath.exp(v.mul(-0.5f).mul(v));
            store(exp.mul(FloatActivations.NORMAL_DENSITY_AT_0), density, i);
        }
    }

    /// From erf(x/√2) and the density.
    private static void gelu(
            MemorySegment x,
            long xAt,
            MemorySegment erf,
            MemorySegment density,
            MemorySegment dy,
            long dyAt,
            MemorySegment dx,
            long dxAt,
            long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector slope =
                    load(x, xAt + i).fma(load(density, i), load(erf, i).add(1).mul(0.5f));
            store(load(dy, dyAt + i).mul(slope), dx, dxAt + i);
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
            FloatVector v = load(x, xAt + i);
            FloatVector t = load(tanh, i);
            FloatVector inner = v.mul(v).fma(all(FloatActivations.THREE_CUBIC), all(1));
            inner = inner.mul(FloatActivations.ROOT_TWO_OVER_PI);
            FloatVector outer = v.mul(0.5f).mul(all(1).sub(t.mul(t)));
            store(load(dy, dyAt + i).mul(outer.fma(inner, t.add(1).mul(0.5f))), dx, dxAt + i);
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
            FloatVector s = load(sigmoid, i);
            FloatVector slope = s.mul(load(x, xAt + i).fma(all(1).sub(s), all(1)));
            store(load(dy, dyAt + i).mul(slope), dx, dxAt + i);
        }
    }

    private static void tanh(MemorySegment tanh, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector t = load(tanh, i);
            store(load(dy, dyAt + i).mul(all(1).sub(t.mul(t))), dx, dxAt + i);
        }
    }

    private static void sigmoid(
            MemorySegment sigmoid, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector s = load(sigmoid, i);
            store(load(dy, dyAt + i).mul(s.mul(all(1).sub(s))), dx, dxAt + i);
        }
    }
}
