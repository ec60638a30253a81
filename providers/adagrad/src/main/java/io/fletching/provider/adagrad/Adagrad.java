package io.fletching.provider.adagrad;

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
import io.fletching.spi.Update;

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
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Share of the parameter added to its gradient", 0, 0, Double.MAX_VALUE);

    static final StateSlot SQUARES = StateSlot.like("sum-of-squares");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adagrad", "Gradients by the root of all squares", LR, LR_DECAY, EPS, INITIAL, WEIGHT_DECAY)
            .paper("https://jmlr.org/papers/v12/duchi11a.html");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return new Summing(
                options.get(LR_DECAY),
                options.get(WEIGHT_DECAY),
                SQUARES.initially(options.get(INITIAL)),
                loop(options.get(EPS)));
    }

    private static FusedLoop loop(double eps) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var s = formula.operand();
        var scale = formula.number();
        var decay = formula.number();
        var rate = formula.number();

        var g = Term.fma(decay, p, gradient.times(scale));
        var squares = formula.set(s, Term.fma(g, g, s));
        formula.set(p, Term.fma(rate.negative(), g.over(squares.root().plus(Term.of(eps))), p));
        return formula.compile();
    }

    private record Summing(double lrDecay, double weightDecay, StateSlot squares, FusedLoop loop) implements Rule {
        private static final int DECAY = 0;
        private static final int RATE = 1;

        @Override
        public StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise(squares).scalars(2);
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            scalars[DECAY] = weightDecay * update.decay();
            scalars[RATE] = update.learningRate() / (1 + (update.number() - 1) * lrDecay);
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            loop.run(
                    parameter.size(),
                    parameter.data(),
                    gradient.data(),
                    state.get(SQUARES).data(),
                    NONE,
                    NONE,
                    step.gradientScale(),
                    step.scalar(DECAY),
                    step.scalar(RATE),
                    0,
                    0,
                    0);
        }
    }
}
