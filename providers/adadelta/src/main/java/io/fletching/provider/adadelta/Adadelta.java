package io.fletching.provider.adadelta;

import io.fletching.kernels.Term;
import io.fletching.rules.UpdateFormula;
import io.fletching.rules.WeightDecay;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Update;

/// Adadelta, [An Adaptive Learning Rate Method](https://arxiv.org/abs/1212.5701), in PyTorch's form:
///
/// ```
/// g = g + weight-decay · p
/// v = ρ v + (1 − ρ) g²
/// d = √(u + eps) / √(v + eps) · g
/// u = ρ u + (1 − ρ) d²
/// p = p − lr · d
/// ```
public final class Adadelta implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1);
    static final Option<Double> RHO = Option.fraction("rho", "Decay of the means of squares", 0.9);
    static final Option<Double> EPS = Option.positive("eps", "Added below the roots", 1e-6);

    private static final StateSlot SQUARES = StateSlot.like("mean-square");
    private static final StateSlot UPDATES = StateSlot.like("mean-square-update");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adadelta", "Gradients in the units of the parameter", LR, RHO, EPS, WeightDecay.COUPLED)
            .paper("https://arxiv.org/abs/1212.5701");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double rho = options.get(RHO);
        var eps = Term.of(options.get(EPS));
        var formula = new UpdateFormula();
        var p = formula.parameter();
        var v = formula.state(SQUARES);
        var u = formula.state(UPDATES);
        var g = formula.gradientWithDecay(options.get(WeightDecay.COUPLED));
        var lr = formula.number(Update::learningRate);

        var squares = formula.set(v, v.averagingSquare(g, rho));
        var delta = u.plus(eps).root().over(squares.plus(eps).root()).times(g);
        formula.set(u, u.averagingSquare(delta, rho));
        formula.set(p, Term.fma(lr.negative(), delta, p));
        return formula.compile();
    }
}
