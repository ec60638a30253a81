package io.fletching.provider.muon;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;

/// Muon, [MomentUm Orthogonalized by Newton–Schulz](https://arxiv.org/abs/2502.16982), for the matrices of hidden
/// layers, in PyTorch's form:
///
/// ```
/// p = p · (1 − lr · weight-decay)
/// m = μ m + (1 − μ) g
/// u = μ m + (1 − μ) g                     with Nesterov's look ahead, or m
/// X = u / max(‖u‖, eps)
/// X = a X + (b X Xᵀ + c (X Xᵀ)²) X        ns-steps times
/// p = p − lr · adjustment · X
/// ```
///
/// The polynomial drives all singular values of X towards 1, so that a step is as long in every direction in which the
/// gradient points at all, however rarely.
///
/// Where others differ, an option says which:
/// - `bias-correction`: u = μ m / (1 − μᵗ⁺¹) + (1 − μ) g / (1 − μᵗ), or m / (1 − μᵗ), Optax's. The length of u is
///   normalized away, so only the look ahead and eps can tell.
/// - `adjustment`: √max(1, out / in) (`original`, and Optax's), 0.2 · √max(out, in) (`match-rms-adamw`: steps as
///   large as AdamW's, so that its rate and decay can be used), or 1 (`none`). Inputs and outputs are those
///   of the parameter's layout, not its rows and columns.
/// - `polynomial`: (3.4445, −4.7750, 2.0315), which ends between 0.7 and 1.2 after five steps (`quick`), or
///   (15, −10, 3) / 8, which converges to 1 and takes twice as many steps (`convergent`).
/// - `precision`: each step of Newton–Schulz stretches small singular values three- and fourfold, and errors with them.
///   In `float64` the parameter is the nearest float32 to the exact one. `float32` takes about half of the time, and is
///   tens of units in the last place off where a parameter is near 0. PyTorch rounds u, X and what is computed of them
///   to `bfloat16`, which moves X by up to 2 %.
///
/// Optax adds eps to the norm in place of taking the larger of both; no figure tells these apart.
///
/// The rate by default is its author's; with `match-rms-adamw` take AdamW's, such as 1e-3.
///
/// A parameter that is no matrix is refused, and so is the first or last weight of a model unless `outermost` says
/// otherwise: an optimizer for those is named beside this one.
public final class Muon implements Optimizer {
    /// What the learning rate is multiplied by.
    enum Adjustment {
        ORIGINAL,
        MATCH_RMS_ADAMW,
        NONE;

        double factor(Parameter parameter) {
            double out = parameter.shape().dim(parameter.outputAxis());
            double in = parameter.shape().dim(1 - parameter.outputAxis());
            return switch (this) {
                case ORIGINAL -> Math.sqrt(Math.max(1, out / in));
                case MATCH_RMS_ADAMW -> 0.2 * Math.sqrt(Math.max(in, out));
                case NONE -> 1;
            };
        }
    }

    /// The polynomial a x + b x³ + c x⁵ of singular values.
    enum Polynomial {
        QUICK(3.4445, -4.7750, 2.0315),
        CONVERGENT(1.875, -1.25, 0.375);

        final double a;
        final double b;
        final double c;

        Polynomial(double a, double b, double c) {
            this.a = a;
            this.b = b;
            this.c = c;
        }
    }

    static final Option<Double> LR = Option.learningRate(0.02);
    static final Option<Double> MOMENTUM = Option.fraction("momentum", "Decay of the mean of gradients", 0.95);
    static final Option<Boolean> NESTEROV = Option.flag("nesterov", "Look ahead along the mean", true);
    static final Option<Boolean> BIAS_CORRECTION =
            Option.flag("bias-correction", "Correct the mean for its start at zero (Optax)", false);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Decoupled weight decay, times lr", 0.1, 0, Double.MAX_VALUE);
    static final Option<Adjustment> ADJUSTMENT =
            Option.choice("adjustment", "What the shape makes of the rate", Adjustment.ORIGINAL);
    static final Option<Polynomial> POLYNOMIAL =
            Option.choice("polynomial", "Of Newton-Schulz: towards 1 in few steps, or to 1 in more", Polynomial.QUICK);
    static final Option<Long> STEPS = Option.integer("ns-steps", "Steps of Newton-Schulz", 5, 1, 100);
    static final Option<Precision> PRECISION = Option.choice(
            "precision", "What Newton-Schulz computes in: float32 is faster, bfloat16 PyTorch's", Precision.FLOAT64);
    static final Option<Double> EPS =
            Option.real("eps", "The least norm that is divided by", 1e-7, 1e-30, Double.MAX_VALUE);
    static final Option<Boolean> OUTERMOST =
            Option.flag("outermost", "Update the first and the last weight of a model too", false);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "muon",
                    "Orthogonalized momentum, for matrices; others need another optimizer",
                    LR,
                    MOMENTUM,
                    NESTEROV,
                    BIAS_CORRECTION,
                    WEIGHT_DECAY,
                    ADJUSTMENT,
                    POLYNOMIAL,
                    STEPS,
                    PRECISION,
                    EPS,
                    OUTERMOST)
            .paper("https://arxiv.org/abs/2502.16982");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return new Orthogonal(
                options.get(MOMENTUM),
                options.get(NESTEROV),
                options.get(BIAS_CORRECTION),
                options.get(WEIGHT_DECAY),
                options.get(ADJUSTMENT),
                new NewtonSchulz(options.get(POLYNOMIAL), options.get(STEPS).intValue(), options.get(PRECISION)),
                options.get(EPS),
                options.get(OUTERMOST));
    }
}
