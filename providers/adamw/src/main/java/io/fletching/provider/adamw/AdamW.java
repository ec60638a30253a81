package io.fletching.provider.adamw;

import static io.fletching.rules.Moments.biasCorrection;
import static io.fletching.rules.Moments.rootCorrection;

import io.fletching.kernels.Term;
import io.fletching.rules.Moments;
import io.fletching.rules.UpdateFormula;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// AdamW, [Decoupled Weight Decay Regularization](https://arxiv.org/abs/1711.05101), in PyTorch's order:
///
/// ```
/// p = p · (1 − lr · weight-decay)
/// m = β₁ m + (1 − β₁) g
/// v = β₂ v + (1 − β₂) g²
/// p = p − lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + eps)
/// ```
///
/// Where others differ, an option says which, so that their runs can be continued:
/// - `amsgrad` ([On the Convergence of Adam and Beyond](https://arxiv.org/abs/1904.09237)): the largest v so far takes
///   the place of v in the last line.
/// - `eps-place=before-correction`: (√v + eps) / √(1 − β₂ᵗ), as Keras has it.
/// - `decay-by=schedule`: the first line is p · (1 − η · weight-decay), where η is the schedule's factor
///   alone, as in the paper. A default of 0.01 is much there: it is the share of the parameter that each step
///   takes.
/// - `nesterov`: β₁ m / (1 − β₁ᵗ⁺¹) + (1 − β₁) g / (1 − β₁ᵗ) takes the place of m / (1 − β₁ᵗ), Optax's NAdamW.
///
/// Bias corrections and decay are computed in float64 and rounded once.
public final class AdamW implements Optimizer {
    /// Where eps stands.
    enum EpsPlace {
        AFTER_CORRECTION,
        BEFORE_CORRECTION
    }

    /// What weight decay is multiplied by.
    enum DecayBy {
        LR,
        SCHEDULE
    }

    static final Option<Double> LR = Option.learningRate(1e-3);
    static final Option<Double> EPS = Option.real("eps", "Added to the root", 1e-8, 0, Double.MAX_VALUE);
    static final Option<EpsPlace> EPS_PLACE = Option.choice(
            "eps-place",
            "Whether eps is added after bias correction (PyTorch) or before (Keras)",
            EpsPlace.AFTER_CORRECTION);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Decoupled weight decay", 0.01, 0, Double.MAX_VALUE);
    static final Option<DecayBy> DECAY_BY =
            Option.choice("decay-by", "Whether decay is times lr (PyTorch) or the schedule alone (paper)", DecayBy.LR);
    static final Option<Boolean> NESTEROV = Option.flag("nesterov", "Look ahead along the mean (NAdamW)", false);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adamw",
                    "Adam with decoupled weight decay",
                    LR,
                    Moments.BETA1,
                    Moments.BETA2,
                    EPS,
                    EPS_PLACE,
                    WEIGHT_DECAY,
                    DECAY_BY,
                    Moments.AMSGRAD,
                    NESTEROV)
            .paper("https://arxiv.org/abs/1711.05101");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double beta1 = options.get(Moments.BETA1);
        double beta2 = options.get(Moments.BETA2);
        double eps = options.get(EPS);
        double weightDecay = options.get(WEIGHT_DECAY);
        var formula = new UpdateFormula();
        var p = formula.parameter();
        var g = formula.gradient();
        var m = formula.state(Moments.FIRST);
        var v = formula.state(Moments.SECOND);
        var kept = options.get(DECAY_BY) == DecayBy.LR
                ? formula.parameterAfterDecay(weightDecay)
                : p.times(formula.number(update -> 1 - update.scheduleFactor() * weightDecay * update.decay()));
        var correction = formula.number(update -> rootCorrection(beta2, update));
        var added = options.get(EPS_PLACE) == EpsPlace.AFTER_CORRECTION
                ? Term.of(eps)
                : formula.number(update -> eps * rootCorrection(beta2, update));

        var first = formula.set(m, m.averaging(g, beta1));
        var second = formula.set(v, v.averagingSquare(g, beta2));
        if (options.get(Moments.AMSGRAD)) {
            var largest = formula.state(Moments.LARGEST);
            second = formula.set(largest, largest.max(second));
        }
        var root = Term.fma(second.root(), correction, added);
        if (options.get(NESTEROV)) {
            var rate = formula.number(
                    update -> update.learningRate() * beta1 / (1 - Math.pow(beta1, update.number() + 1.0)));
            var ahead = formula.number(update -> update.learningRate() * (1 - beta1) / biasCorrection(beta1, update));
            formula.set(p, kept.minus(Term.fma(ahead, g, first.times(rate)).over(root)));
        } else {
            var rate = formula.number(update -> update.learningRate() / biasCorrection(beta1, update));
            formula.set(p, Term.fma(rate.negative(), first.over(root), kept));
        }
        return formula.compile();
    }
}
