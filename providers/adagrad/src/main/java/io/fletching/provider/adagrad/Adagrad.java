package io.fletching.provider.adagrad;

import io.fletching.kernels.Term;
import io.fletching.rules.UpdateFormula;
import io.fletching.rules.WeightDecay;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.StateSlot;

/// Adagrad, [Adaptive Subgradient Methods](https://jmlr.org/papers/v12/duchi11a.html), in PyTorch's form:
///
/// ```
/// g = g + weight-decay · p
/// s = s + g²                                    s starts at initial-accumulator-value
/// p = p − lr / (1 + (t − 1) lr-decay) · g / (√s + eps)
/// ```
public final class Adagrad implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1e-2);
    static final Option<Double> LR_DECAY =
            Option.real("lr-decay", "How fast the rate falls with the updates", 0, 0, Double.MAX_VALUE);
    static final Option<Double> EPS = Option.real("eps", "Added to the root", 1e-10, 0, Double.MAX_VALUE);
    static final Option<Double> INITIAL =
            Option.real("initial-accumulator-value", "What the sum of squares starts at", 0, 0, Double.MAX_VALUE);

    private static final StateSlot SQUARES = StateSlot.like("sum-of-squares");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adagrad", "Gradients by the root of all squares", LR, LR_DECAY, EPS, INITIAL, WeightDecay.COUPLED)
            .paper("https://jmlr.org/papers/v12/duchi11a.html");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double lrDecay = options.get(LR_DECAY);
        var formula = new UpdateFormula();
        var p = formula.parameter();
        var s = formula.state(SQUARES.initially(options.get(INITIAL)));
        var g = formula.gradientWithDecay(options.get(WeightDecay.COUPLED));
        var rate = formula.number(update -> update.learningRate() / (1 + (update.number() - 1) * lrDecay));

        var squares = formula.set(s, Term.fma(g, g, s));
        var root = squares.root().plus(Term.of(options.get(EPS)));
        formula.set(p, Term.fma(rate.negative(), g.over(root), p));
        return formula.compile();
    }
}
