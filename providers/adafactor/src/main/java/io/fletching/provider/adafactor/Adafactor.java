package io.fletching.provider.adafactor;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// Adafactor, [Adaptive Learning Rates with Sublinear Memory Cost](https://arxiv.org/abs/1804.04235), which keeps
/// of the squares of a matrix's gradients a mean for each row and one for each column:
///
/// ```
/// β = 1 − t^(−decay-exponent)
/// R = β R + (1 − β) mean of g² by row        C = β C + (1 − β) mean of g² by column
/// V = R C / max(mean of R, eps)              or V = β V + (1 − β) g² where nothing is factored
/// U = g / √max(V, eps²)
/// α = max(least-scale, rms(p)) · min(lr, 1 / √t) / max(1, rms(U) / clip)
/// p = p · (1 − lr · weight-decay) − α U
/// ```
///
/// So it is in PyTorch. Where others differ, an option says which:
/// - `eps-place=square`: eps is added to g², and divides nothing, as in the paper and in Optax, which has 1e-30.
/// - `relative-step=false`: α has lr in place of min(lr, 1 / √t) (Optax).
/// - `parameter-scale=false`: α has no factor of the parameter.
/// - `least-side`: matrices with a shorter side are not factored. Optax has 128; by default all are.
/// - `momentum`: of α U, without bias correction (Optax).
/// - `decay-by=nothing`: p · (1 − weight-decay) (Optax).
///
/// A tensor of higher rank is factored as the matrix of its rows, so that a convolution has a mean for each output
/// unit and one for each of its weights. PyTorch takes the last two dimensions, which are the window, and Optax the two
/// largest.
public final class Adafactor implements Optimizer {
    /// Where eps stands.
    enum EpsPlace {
        DIVISOR,
        SQUARE
    }

    /// What weight decay is multiplied by.
    enum DecayBy {
        LR,
        NOTHING
    }

    static final Option<Double> LR = Option.learningRate(1e-2);
    static final Option<Double> DECAY_EXPONENT =
            Option.real("decay-exponent", "The mean of squares forgets t^-x at update t", 0.8, 0, 1);
    static final Option<Double> EPS =
            Option.positive("eps", "The least root that is divided by, or what is added to squares", 0x1p-23);
    static final Option<EpsPlace> EPS_PLACE = Option.choice(
            "eps-place", "Whether eps bounds the divisor (PyTorch) or is added to squares (Optax)", EpsPlace.DIVISOR);
    static final Option<Double> CLIP =
            Option.positive("clip", "The root mean square beyond which an update is shortened", 1);
    static final Option<Boolean> RELATIVE_STEP =
            Option.flag("relative-step", "Step by at most 1 over the root of the update's number (PyTorch)", true);
    static final Option<Boolean> PARAMETER_SCALE =
            Option.flag("parameter-scale", "Step in proportion to the parameter's root mean square", true);
    static final Option<Double> LEAST_SCALE =
            Option.real("least-scale", "The least root mean square to step by", 1e-3, 0, Double.MAX_VALUE);
    static final Option<Double> MOMENTUM = Option.fraction("momentum", "Decay of the mean of updates; 0 for none", 0);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Decoupled weight decay", 0, 0, Double.MAX_VALUE);
    static final Option<DecayBy> DECAY_BY =
            Option.choice("decay-by", "Whether decay is times lr (PyTorch) or not (Optax)", DecayBy.LR);
    static final Option<Long> LEAST_SIDE =
            Option.integer("least-side", "Matrices with a shorter side are not factored", 1, 1, Long.MAX_VALUE);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adafactor",
                    "Adaptive steps from squares that are kept by row and by column alone",
                    LR,
                    DECAY_EXPONENT,
                    EPS,
                    EPS_PLACE,
                    CLIP,
                    RELATIVE_STEP,
                    PARAMETER_SCALE,
                    LEAST_SCALE,
                    MOMENTUM,
                    WEIGHT_DECAY,
                    DECAY_BY,
                    LEAST_SIDE)
            .paper("https://arxiv.org/abs/1804.04235");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double eps = options.get(EPS);
        boolean added = options.get(EPS_PLACE) == EpsPlace.SQUARE;
        var bounds = new Bounds(added ? eps : 0, added ? 0 : eps);
        return new Scaling(
                options.get(DECAY_EXPONENT),
                options.get(LEAST_SIDE),
                new FactoredSquares(bounds),
                ElementSquares.of(bounds),
                options.get(RELATIVE_STEP),
                options.get(PARAMETER_SCALE) ? options.get(LEAST_SCALE) : Double.NaN,
                options.get(CLIP),
                options.get(WEIGHT_DECAY),
                options.get(DECAY_BY) == DecayBy.LR,
                Descent.of(options.get(MOMENTUM)));
    }
}
