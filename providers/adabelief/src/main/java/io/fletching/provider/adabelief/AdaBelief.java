package io.fletching.provider.adabelief;

import static io.fletching.rules.Moments.biasCorrection;
import static io.fletching.rules.Moments.rootCorrection;

import io.fletching.kernels.Term;
import io.fletching.rules.Moments;
import io.fletching.rules.UpdateFormula;
import io.fletching.rules.WeightDecay;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.StateSlot;

/// AdaBelief, [Adapting Stepsizes by the Belief in Observed Gradients](https://arxiv.org/abs/2010.07468), in Optax's
/// form:
///
/// ```
/// p = p · (1 − lr · weight-decay)
/// m = β₁ m + (1 − β₁) g
/// s = β₂ s + (1 − β₂) (g − m)² + eps-root
/// p = p − lr / (1 − β₁ᵗ) · m / (√s / √(1 − β₂ᵗ) + eps)
/// ```
public final class AdaBelief implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1e-3);
    static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the mean of squared surprises", 0.999);
    static final Option<Double> EPS = Moments.eps(1e-16);
    static final Option<Double> EPS_ROOT =
            Option.real("eps-root", "Added to the mean of squared surprises", 1e-16, 0, Double.MAX_VALUE);
    static final Option<Double> WEIGHT_DECAY = WeightDecay.decoupled(0);

    private static final StateSlot SURPRISE = StateSlot.like("mean-square-surprise");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adabelief",
                    "Adam by the variance around the mean gradient",
                    LR,
                    Moments.BETA1,
                    BETA2,
                    EPS,
                    EPS_ROOT,
                    WEIGHT_DECAY)
            .paper("https://arxiv.org/abs/2010.07468");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double beta1 = options.get(Moments.BETA1);
        double beta2 = options.get(BETA2);
        var formula = new UpdateFormula();
        var p = formula.parameter();
        var g = formula.gradient();
        var m = formula.state(Moments.FIRST);
        var s = formula.state(SURPRISE);
        var kept = formula.parameterAfterDecay(options.get(WEIGHT_DECAY));
        var rate = formula.number(update -> update.learningRate() / biasCorrection(beta1, update));
        var correction = formula.number(update -> rootCorrection(beta2, update));

        var mean = formula.set(m, m.averaging(g, beta1));
        var surprise = formula.set(s, s.averagingSquare(g.minus(mean), beta2).plus(Term.of(options.get(EPS_ROOT))));
        var root = Term.fma(surprise.root(), correction, Term.of(options.get(EPS)));
        formula.set(p, Term.fma(rate.negative(), mean.over(root), kept));
        return formula.compile();
    }
}
