package io.fletching.provider.adadelta;

import static io.fletching.kernels.FusedLoop.NONE;

import io.fletching.kernels.Formula;
import io.fletching.kernels.FusedLoop;
import io.fletching.kernels.Term;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;

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
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Share of the parameter added to its gradient", 0, 0, Double.MAX_VALUE);

    static final StateSlot SQUARES = StateSlot.like("mean-square");
    static final StateSlot UPDATES = StateSlot.like("mean-square-update");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adadelta", "Gradients in the units of the parameter", LR, RHO, EPS, WEIGHT_DECAY)
            .paper("https://arxiv.org/abs/1212.5701");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return new Unitless(options.get(WEIGHT_DECAY), loop(options.get(RHO), options.get(EPS)));
    }

    private static FusedLoop loop(double rho, double epsilon) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var v = formula.operand();
        var u = formula.operand();
        var scale = formula.number();
        var decay = formula.number();
        var lr = formula.number();
        var eps = Term.of(epsilon);

        var g = Term.fma(decay, p, gradient.times(scale));
        var squares = formula.set(v, v.averagingSquare(g, rho));
        var delta = u.plus(eps).root().over(squares.plus(eps).root()).times(g);
        formula.set(u, u.averagingSquare(delta, rho));
        formula.set(p, Term.fma(lr.negative(), delta, p));
        return formula.compile();
    }

    private record Unitless(double weightDecay, FusedLoop loop) implements Rule {
        @Override
        public StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise(SQUARES, UPDATES);
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            loop.run(
                    parameter.size(),
                    parameter.data(),
                    gradient.data(),
                    state.get(SQUARES).data(),
                    state.get(UPDATES).data(),
                    NONE,
                    step.gradientScale(),
                    weightDecay * step.decay(),
                    step.learningRate(),
                    0,
                    0,
                    0);
        }
    }
}
