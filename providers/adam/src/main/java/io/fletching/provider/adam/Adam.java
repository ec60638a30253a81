package io.fletching.provider.adam;

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

/// Adam, [A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980), in PyTorch's form:
///
/// ```
/// g = g + weight-decay · p
/// m = β₁ m + (1 − β₁) g
/// v = β₂ v + (1 − β₂) g²
/// p = p − lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + eps)
/// ```
///
/// Its weight decay goes through the moments; that of `adamw` does not. With `amsgrad` ([On the Convergence
/// of Adam and Beyond](https://arxiv.org/abs/1904.09237)) the largest v so far takes the place of v in the
/// last line.
public final class Adam implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1e-3);
    static final Option<Double> EPS = Moments.eps(1e-8);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adam",
                    "Adaptive moment estimation",
                    LR,
                    Moments.BETA1,
                    Moments.BETA2,
                    EPS,
                    WeightDecay.COUPLED,
                    Moments.AMSGRAD)
            .paper("https://arxiv.org/abs/1412.6980");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double beta1 = options.get(Moments.BETA1);
        double beta2 = options.get(Moments.BETA2);
        var formula = new UpdateFormula();
        var p = formula.parameter();
        var m = formula.state(Moments.FIRST);
        var v = formula.state(Moments.SECOND);
        var g = formula.gradientWithDecay(options.get(WeightDecay.COUPLED));
        var rate = formula.number(update -> update.learningRate() / biasCorrection(beta1, update));
        var correction = formula.number(update -> rootCorrection(beta2, update));

        var first = formula.set(m, m.averaging(g, beta1));
        var second = formula.set(v, v.averagingSquare(g, beta2));
        if (options.get(Moments.AMSGRAD)) {
            var largest = formula.state(Moments.LARGEST);
            second = formula.set(largest, largest.max(second));
        }
        var root = Term.fma(second.root(), correction, Term.of(options.get(EPS)));
        formula.set(p, Term.fma(rate.negative(), first.over(root), p));
        return formula.compile();
    }
}
