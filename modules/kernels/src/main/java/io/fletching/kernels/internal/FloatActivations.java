package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.FloatMath.erf;
import static io.fletching.kernels.internal.FloatMath.exp;
import static io.fletching.kernels.internal.FloatMath.log;
import static io.fletching.kernels.internal.FloatMath.tanh;

import io.fletching.kernels.Activation;

/// The activations of float32, in an order of operations that the vector twin repeats.
final class FloatActivations {

    static final float LEAK = 0.01f;
    static final float ROOT_HALF = (float) Math.sqrt(0.5);
    static final float ROOT_TWO_OVER_PI = (float) Math.sqrt(2 / Math.PI);
    static final float NORMAL_DENSITY_AT_0 = (float) (1 / Math.sqrt(2 * Math.PI));
    static final float CUBIC = 0.044715f;
    static final float THREE_CUBIC = 3 * 0.044715f;

    private FloatActivations() {}

    static float forward(Activation f, float x) {
        return switch (f) {
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> x > 0 ? x : LEAK * x;
            case ELU -> x > 0 ? x : exp(x) - 1;
            case GELU -> 0.5f * x * (1 + erf(x * ROOT_HALF));
            case GELU_TANH -> 0.5f * x * (1 + tanh(geluArgument(x)));
            case SILU -> x / (1 + exp(-x));
            case SOFTPLUS -> Math.max(x, 0) + logOfOnePlus(exp(-Math.abs(x)));
            case TANH -> tanh(x);
            case SIGMOID -> sigmoid(x);
        };
    }

    /// dy * f'(x)
    static float backward(Activation f, float x, float dy) {
        return switch (f) {
            case RELU -> x <= 0 ? 0 : dy;
            case LEAKY_RELU -> x > 0 ? dy : LEAK * dy;
            case ELU -> x > 0 ? dy : dy * exp(x);
            case GELU -> {
                float density = exp(-0.5f * x * x) * NORMAL_DENSITY_AT_0;
                yield dy * Math.fma(x, density, 0.5f * (1 + erf(x * ROOT_HALF)));
            }
            case GELU_TANH -> {
                float t = tanh(geluArgument(x));
                float inner = Math.fma(x * x, THREE_CUBIC, 1) * ROOT_TWO_OVER_PI;
                yield dy * Math.fma(0.5f * x * (1 - t * t), inner, 0.5f * (1 + t));
            }
            case SILU -> {
                float s = sigmoid(x);
                yield dy * (s * Math.fma(x, 1 - s, 1));
            }
            case SOFTPLUS -> dy * sigmoid(x);
            case TANH -> {
                float t = tanh(x);
                yield dy * (1 - t * t);
            }
            case SIGMOID -> {
                float s = sigmoid(x);
                yield dy * (s * (1 - s));
            }
        };
    }

    private static float geluArgument(float x) {
        return ROOT_TWO_OVER_PI * Math.fma(x * x * x, CUBIC, x);
    }

    /// Where 1 + x is rounded, its logarithm is that of another number; the quotient corrects for it.
    private static float logOfOnePlus(float x) {
        float sum = 1 + x;
        float rounded = sum - 1;
        return rounded == 0 ? x : log(sum) * (x / rounded);
    }

    private static float sigmoid(float x) {
        return 1 / (1 + exp(-x));
    }
}
