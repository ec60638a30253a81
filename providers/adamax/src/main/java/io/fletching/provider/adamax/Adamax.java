package io.fletching.provider.adamax;

import static io.fletching.rules.Moments.biasCorrection;

import io.fletching.kernels.Term;
import io.fletching.rules.Moments;
import io.fletching.rules.UpdateFormula;
import io.fletching.rules.WeightDecay;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.StateSlot;

/// AdaMax, section 7.1 of [Adam](https://arxiv.org/abs/1412.6980), in PyTorch's form:
///
/// ```
/// g = g + weight-decay · p
/// m = β₁ m + (1 − β₁) g
/// u = max(β₂ u, |g| + eps)
/// p = p − lr / (1 − β₁ᵗ) · m / u
/// ```
public final class Adamax implements Optimizer {
    static final Option<Double> LR = Option.learningRate(2e-3);
    static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the largest gradient", 0.999);
    static final Option<Double> EPS = Option.positive("eps", "Added to the magnitude of a gradient", 1e-8);

    private static final StateSlot LARGEST = StateSlot.like("largest-gradient");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adamax", "Adam by the largest gradient", LR, Moments.BETA1, BETA2, EPS, WeightDecay.COUPLED)
            .paper("https://arxiv.org/abs/1412.6980");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double beta1 = options.get(Moments.BETA1);
        var formula = new UpdateFormula();
        var p = formula.parameter();
        var m = formula.state(Moments.FIRST);
        var u = formula.state(LARGEST);
        var g = formula.gradientWithDecay(options.get(WeightDecay.COUPLED));
        var rate = formula.number(update -> update.learningRate() / biasCorrection(beta1, update));

        var mean = formula.set(m, m.averaging(g, beta1));
        var magnitude = g.magnitude().plus(Term.of(options.get(EPS)));
        var largest = formula.set(u, u.times(options.get(BETA2)).max(magnitude));
        formula.set(p, Term.fma(rate.negative(), mean.over(largest), p));
        return formula.compile();
    }
}
