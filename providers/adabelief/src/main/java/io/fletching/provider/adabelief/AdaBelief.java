package io.fletching.provider.adabelief;

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
    static final Option<Double> BETA1 = Option.fraction("beta1", "Decay of the mean of gradients", 0.9);
    static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the mean of squared surprises", 0.999);
    static final Option<Double> EPS =
            Option.real("eps", "Added to the root, after its bias correction", 1e-16, 0, Double.MAX_VALUE);
    static final Option<Double> EPS_ROOT =
            Option.real("eps-root", "Added to the mean of squared surprises", 1e-16, 0, Double.MAX_VALUE);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Decoupled weight decay, times lr", 0, 0, Double.MAX_VALUE);

    static final StateSlot MEAN = StateSlot.like("first-moment");
    static final StateSlot SURPRISE = StateSlot.like("mean-square-surprise");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adabelief",
                    "Adam by the variance around the mean gradient",
                    LR,
                    BETA1,
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
        double beta1 = options.get(BETA1);
        double beta2 = options.get(BETA2);
        return new Believing(
                beta1, beta2, options.get(WEIGHT_DECAY), loop(beta1, beta2, options.get(EPS), options.get(EPS_ROOT)));
    }

    private static FusedLoop loop(double beta1, double beta2, double eps, double epsRoot) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var m = formula.operand();
        var s = formula.operand();
        var scale = formula.number();
        var kept = formula.number();
        var rate = formula.number();
        var correction = formula.number();

        var g = gradient.times(scale);
        var mean = formula.set(m, m.averaging(g, beta1));
        var surprise = formula.set(s, s.averagingSquare(g.minus(mean), beta2).plus(Term.of(epsRoot)));
        var root = Term.fma(surprise.root(), correction, Term.of(eps));
        formula.set(p, Term.fma(rate.negative(), mean.over(root), p.times(kept)));
        return formula.compile();
    }

    private record Believing(double beta1, double beta2, double weightDecay, FusedLoop loop) implements Rule {
        private static final int KEPT = 0;
        private static final int RATE = 1;
        private static final int CORRECTION = 2;

        @Override
        public StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise(MEAN, SURPRISE).scalars(3);
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            double lr = update.learningRate();
            double number = update.number();
            scalars[KEPT] = 1 - lr * weightDecay * update.decay();
            scalars[RATE] = lr / (1 - Math.pow(beta1, number));
            scalars[CORRECTION] = 1 / Math.sqrt(1 - Math.pow(beta2, number));
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            loop.run(
                    parameter.size(),
                    parameter.data(),
                    gradient.data(),
                    state.get(MEAN).data(),
                    state.get(SURPRISE).data(),
                    NONE,
                    step.gradientScale(),
                    step.scalar(KEPT),
                    step.scalar(RATE),
                    step.scalar(CORRECTION),
                    0,
                    0);
        }
    }
}
