package io.fletching.provider.lion;

import io.fletching.kernels.Term;
import io.fletching.rules.Moments;
import io.fletching.rules.UpdateFormula;
import io.fletching.rules.WeightDecay;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Update;

/// Lion, [Symbolic Discovery of Optimization Algorithms](https://arxiv.org/abs/2302.06675):
///
/// ```
/// p = p · (1 − lr · weight-decay) − lr · sign(β₁ m + (1 − β₁) g)
/// m = β₂ m + (1 − β₂) g
/// ```
///
/// Each element moves by lr: the paper recommends a third to a tenth of AdamW's rate, and as much more weight decay.
public final class Lion implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1e-4);
    static final Option<Double> BETA1 = Option.fraction("beta1", "Share of the mean in the direction", 0.9);
    static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the mean of gradients", 0.99);
    static final Option<Double> WEIGHT_DECAY = WeightDecay.decoupled(0);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "lion", "The sign of a mean gradient", LR, BETA1, BETA2, WEIGHT_DECAY)
            .paper("https://arxiv.org/abs/2302.06675");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        var formula = new UpdateFormula();
        var p = formula.parameter();
        var g = formula.gradient();
        var m = formula.state(Moments.FIRST);
        var kept = formula.parameterAfterDecay(options.get(WEIGHT_DECAY));
        var lr = formula.number(Update::learningRate);

        var direction = m.averaging(g, options.get(BETA1)).sign();
        formula.set(m, m.averaging(g, options.get(BETA2)));
        formula.set(p, Term.fma(lr.negative(), direction, kept));
        return formula.compile();
    }
}
