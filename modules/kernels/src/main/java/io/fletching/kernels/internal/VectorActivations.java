package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.all;
import static io.fletching.kernels.internal.Lanes.load;
import static io.fletching.kernels.internal.Lanes.store;

import io.fletching.kernels.Activation;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The formulas of [FloatActivations] on whole vectors, operation for operation.
final class VectorActivations {

    private VectorActivations() {}

    static void forward(Activation f, MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        switch (f) {
            case RELU -> relu(x, xAt, y, yAt, n);
            case LEAKY_RELU -> leakyRelu(x, xAt, y, yAt, n);
            case GELU -> gelu(x, xAt, y, yAt, n);
            case GELU_TANH -> geluTanh(x, xAt, y, yAt, n);
            case SILU -> silu(x, xAt, y, yAt, n);
            case TANH -> VectorFunctions.tanh(x, xAt, y, yAt, n);
            case SIGMOID -> sigmoid(x, xAt, y, yAt, n);
        }
    }

    private static void relu(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        FloatVector zero = all(0);
        for (long i = 0; i < n; i += STEP) {
            store(load(x, xAt + i).max(zero), y, yAt + i);
        }
    }

    private static void leakyRelu(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = load(x, xAt + i);
            store(v.mul(FloatActivations.LEAK).blend(v, v.compare(VectorOperators.GT, 0)), y, yAt + i);
        }
    }

    private static void gelu(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = load(x, xAt + i);
            FloatVector erf = VectorMath.erf(v.mul(FloatActivations.ROOT_HALF));
            store(v.mul(0.5f).mul(erf.add(1)), y, yAt + i);
        }
    }

    private static void geluTanh(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = load(x, xAt + i);
            store(v.mul(0.5f).mul(VectorMath.tanh(geluArgument(v)).add(1)), y, yAt + i);
        }
    }

    private static void silu(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = load(x, xAt + i);
            store(v.div(VectorMath.exp(v.neg()).add(1)), y, yAt + i);
        }
    }

    private static void sigmoid(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            store(logistic(load(x, xAt + i)), y, yAt + i);
        }
    }

    static FloatVector logistic(FloatVector x) {
        return all(1).div(VectorMath.exp(x.neg()).add(1));
    }

    static FloatVector geluArgument(FloatVector x) {
        FloatVector cubic = x.mul(x).mul(x).fma(all(FloatActivations.CUBIC), x);
        return cubic.mul(FloatActivations.ROOT_TWO_OVER_PI);
    }
}
