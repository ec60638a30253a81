package io.fletching.kernels.internal;

import io.fletching.kernels.Function;

/// The functions of float64.
final class DoubleMath {

    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    private DoubleMath() {}

    static double map(Function f, double x) {
        return switch (f) {
            case EXP -> StrictMath.exp(x);
            case LOG -> StrictMath.log(x);
            case TANH -> StrictMath.tanh(x);
            case ERF -> erf(x);
            case SIN -> StrictMath.sin(x);
            case COS -> StrictMath.cos(x);
            case SQRT -> Math.sqrt(x);
        };
    }

    /// The error function: below 2 the series 2/√π exp(-x²) Σ 2ᵏ x²ᵏ⁺¹ / (1·3·…·(2k+1)), whose terms are all
    /// positive; above, one minus Laplace's continued fraction of the complement.
    static double erf(double x) {
        double t = Math.abs(x);
        if (t > 6) {
            return Math.copySign(1, x);
        }
        double outer = TWO_OVER_ROOT_PI * StrictMath.exp(-t * t);
        if (t >= 2) {
            double fraction = t;
            for (int k = 80; k > 0; k--) {
                fraction = t + k / (2 * fraction);
            }
            return Math.copySign(1 - outer / (2 * fraction), x);
        }
        double term = x;
        double sum = x;
        for (int k = 1; k < 60; k++) {
            term *= 2 * x * x / (2 * k + 1);
            sum += term;
        }
        return outer * sum;
    }
}
