package io.fletching.provider.adam;

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
    static final Option<Double> BETA1 = Option.fraction("beta1", "Decay of the mean of gradients", 0.9);
    static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the mean of squared gradients", 0.999);
    static final Option<Double> EPS =
            Option.real("eps", "Added to the root, after its bias correction", 1e-8, 0, Double.MAX_VALUE);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Share of the parameter added to its gradient", 0, 0, Double.MAX_VALUE);
    static final Option<Boolean> AMSGRAD = Option.flag("amsgrad", "Divide by the largest second moment so far", false);

    static final StateSlot FIRST = StateSlot.like("first-moment");
    static final StateSlot SECOND = StateSlot.like("second-moment");
    static final StateSlot LARGEST = StateSlot.like("largest-second-moment");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adam", "Adaptive moment estimation", LR, BETA1, BETA2, EPS, WEIGHT_DECAY, AMSGRAD)
            .paper("https://arxiv.org/abs/1412.6980");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double beta1 = options.get(BETA1);
        double beta2 = options.get(BETA2);
        boolean amsgrad = options.get(AMSGRAD);
        return new Moving(
                beta1, beta2, options.get(WEIGHT_DECAY), amsgrad, loop(beta1, beta2, options.get(EPS), amsgrad));
    }

    private static FusedLoop loop(double beta1, double beta2, double eps, boolean amsgrad) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var m = formula.operand();
        var v = formula.operand();
        var scale = formula.number();
        var decay = formula.number();
        var rate = formula.number();
        var correction = formula.number();

        var g = Term.fma(decay, p, gradient.times(scale));
        var first = formula.set(m, m.averaging(g, beta1));
        var second = formula.set(v, v.averagingSquare(g, beta2));
        if (amsgrad) {
            var largest = formula.operand();
            second = formula.set(largest, largest.max(second));
        }
        var root = Term.fma(second.root(), correction, Term.of(eps));
        formula.set(p, Term.fma(rate.negative(), first.over(root), p));
        return formula.compile();
    }

    private record Moving(double beta1, double beta2, double weightDecay, boolean amsgrad, FusedLoop loop)
            implements Rule {
        private static final int DECAY = 0;
        private static final int RATE = 1;
        private static final int CORRECTION = 2;

        @Override
        public StateLayout layout(Parameter parameter) {
            var layout =
                    amsgrad ? StateLayout.elementwise(FIRST, SECOND, LARGEST) : StateLayout.elementwise(FIRST, SECOND);
            return layout.scalars(3);
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            double number = update.number();
            scalars[DECAY] = weightDecay * update.decay();
            scalars[RATE] = update.learningRate() / (1 - Math.pow(beta1, number));
            scalars[CORRECTION] = 1 / Math.sqrt(1 - Math.pow(beta2, number));
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            loop.run(
                    parameter.size(),
                    parameter.data(),
                    gradient.data(),
                    state.get(FIRST).data(),
                    state.get(SECOND).data(),
                    amsgrad ? state.get(LARGEST).data() : NONE,
                    step.gradientScale(),
                    step.scalar(DECAY),
                    step.scalar(RATE),
                    step.scalar(CORRECTION),
                    0,
                    0);
        }
    }
}
