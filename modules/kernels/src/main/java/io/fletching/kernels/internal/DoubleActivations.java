package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.DoubleMath.erf;

import io.fletching.kernels.Activation;

/// The activations of float64.
final class DoubleActivations {

    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double NORMAL_DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);
    private static final double CUBIC = 0.044715;

    private DoubleActivations() {}

    static double forward(Activation f, double x) {
        return switch (f) {
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
            case ELU -> x > 0 ? x : StrictMath.expm1(x);
            case GELU -> 0.5 * x * (1 + erf(x * ROOT_HALF));
            case GELU_TANH -> 0.5 * x * (1 + StrictMath.tanh(geluArgument(x)));
            case SILU -> x / (1 + StrictMath.exp(-x));
            case SOFTPLUS -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
            case TANH -> StrictMath.tanh(x);
            case SIGMOID -> sigmoid(x);
        };
    }

    /// dy * f'(x)
    static double backward(Activation f, double x, double dy) {
        return switch (f) {
            case RELU -> x <= 0 ? 0 : dy;
            case LEAKY_RELU -> x > 0 ? dy : 0.01 * dy;
            case ELU -> x > 0 ? dy : dy * StrictMath.exp(x);
            case GELU -> {
                double density = NORMAL_DENSITY_AT_0 * StrictMath.exp(-0.5 * x * x);
                yield dy * (0.5 * (1 + erf(x * ROOT_HALF)) + x * density);
            }
            case GELU_TANH -> {
                double t = StrictMath.tanh(geluArgument(x));
                double inner = ROOT_TWO_OVER_PI * (1 + 3 * CUBIC * x * x);
                yield dy * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner);
            }
            case SILU -> {
                double s = sigmoid(x);
                yield dy * (s * (1 + x * (1 - s)));
            }
            case SOFTPLUS -> dy * sigmoid(x);
            case TANH -> {
                double t = StrictMath.tanh(x);
                yield dy * (1 - t * t);
            }
            case SIGMOID -> {
                double s = sigmoid(x);
                yield dy * (s * (1 - s));
            }
        };
    }

    private static double geluArgument(double x) {
        return ROOT_TWO_OVER_PI * (x + CUBIC * x * x * x);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
