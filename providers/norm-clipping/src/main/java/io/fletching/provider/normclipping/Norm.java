package io.fletching.provider.normclipping;

import io.fletching.kernels.Kernels;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Gradients;
import io.fletching.spi.Option;
import io.fletching.spi.Tensor;

/// The p-norm of gradients, from what the host has measured for p = 2 and infinity, and from a sum of its own
/// otherwise; and the factor that brings it below a bound.
record Norm(double p) {
    static final Option<Double> P =
            Option.real("p", "Which norm: 1, 2, any other power, infinity", 2, 0.1, Double.POSITIVE_INFINITY);
    static final Option<Double> MAX_NORM = Option.positive("max-norm", "The largest norm that is left as it is", 1);
    static final Option<Double> EPS = Option.real(
            "eps", "Added to the norm that max-norm is divided by; 0 for the exact bound", 1e-6, 0, Double.MAX_VALUE);

    int measures() {
        return p == 2 || isMaximum() ? 0 : 1;
    }

    void measure(Tensor gradient, double[] sums) {
        if (measures() > 0) {
            sums[0] += Kernels.f32().sumOfPowers(gradient.data(), 0, gradient.size(), p);
        }
    }

    /// Of all gradients together.
    double of(Gradients gradients) {
        if (p == 2) {
            return gradients.norm();
        }
        double total = 0;
        for (int i = 0; i < gradients.count(); i++) {
            total = isMaximum() ? Math.max(total, gradients.maximum(i)) : total + power(gradients, i);
        }
        return checked(isMaximum() ? total : Math.pow(total, 1 / p), gradients.norm());
    }

    /// Of one gradient.
    double of(Gradients gradients, int index) {
        double norm = p == 2
                ? gradients.norm(index)
                : isMaximum() ? gradients.maximum(index) : Math.pow(power(gradients, index), 1 / p);
        return checked(norm, gradients.norm(index));
    }

    /// The p-norm of n ones: what it is divided by to be a mean.
    double ofOnes(long n) {
        return Math.pow((double) n, 1 / p);
    }

    /// What a norm is multiplied by: at most 1, above 0.
    static double factor(double maxNorm, double norm, double eps) {
        return Math.clamp(maxNorm / (norm + eps), Double.MIN_VALUE, 1);
    }

    private boolean isMaximum() {
        return p == Double.POSITIVE_INFINITY;
    }

    private double power(Gradients gradients, int index) {
        return gradients.measured(index, 0) * Math.pow(gradients.pending(index), p);
    }

    private double checked(double norm, double two) {
        if (!Double.isFinite(norm) && Double.isFinite(two)) {
            throw new FletchingException(
                    FletchingException.Kind.DATA,
                    "norm-overflow",
                    "The norm of finite gradients with p '" + p + "' is beyond float64; use p 'infinity' instead.");
        }
        return norm;
    }
}
