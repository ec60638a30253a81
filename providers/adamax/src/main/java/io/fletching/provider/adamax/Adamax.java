package io.fletching.provider.adamax;

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
    static final Option<Double> BETA1 = Option.fraction("beta1", "Decay of the mean of gradients", 0.9);
    static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the largest gradient", 0.999);
    static final Option<Double> EPS = Option.positive("eps", "Added to the magnitude of a gradient", 1e-8);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Share of the parameter added to its gradient", 0, 0, Double.MAX_VALUE);

    static final StateSlot MEAN = StateSlot.like("first-moment");
    static final StateSlot LARGEST = StateSlot.like("largest-gradient");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adamax", "Adam by the largest gradient", LR, BETA1, BETA2, EPS, WEIGHT_DECAY)
            .paper("https://arxiv.org/abs/1412.6980");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double beta1 = options.get(BETA1);
        return new Bounded(beta1, options.get(WEIGHT_DECAY), loop(beta1, options.get(BETA2), options.get(EPS)));
    }

    private static FusedLoop loop(double beta1, double beta2, double eps) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var m = formula.operand();
        var u = formula.operand();
        var scale = formula.number();
        var decay = formula.number();
        var rate = formula.number();

        var g = Term.fma(decay, p, gradient.times(scale));
        var mean = formula.set(m, m.averaging(g, beta1));
        var largest = formula.set(u, u.times(beta2).max(g.magnitude().plus(Term.of(eps))));
        formula.set(p, Term.fma(rate.negative(), mean.over(largest), p));
        return formula.compile();
    }

    private record Bounded(double beta1, double weightDecay, FusedLoop loop) implements Rule {
        private static final int DECAY = 0;
        private static final int RATE = 1;

        @Override
        public StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise(MEAN, LARGEST).scalars(2);
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            scalars[DECAY] = weightDecay * update.decay();
            scalars[RATE] = update.learningRate() / (1 - Math.pow(beta1, (double) update.number()));
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            loop.run(
                    parameter.size(),
                    parameter.data(),
                    gradient.data(),
                    state.get(MEAN).data(),
                    state.get(LARGEST).data(),
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
