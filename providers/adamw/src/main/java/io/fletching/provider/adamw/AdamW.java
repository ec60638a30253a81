package io.fletching.provider.adamw;

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

/// AdamW, [Decoupled Weight Decay Regularization](https://arxiv.org/abs/1711.05101), in PyTorch's order:
///
/// ```
/// p = p · (1 − lr · weight-decay)
/// m = β₁ m + (1 − β₁) g
/// v = β₂ v + (1 − β₂) g²
/// p = p − lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + eps)
/// ```
///
/// Where others differ, an option says which, so that their runs can be continued:
/// - `amsgrad` ([On the Convergence of Adam and Beyond](https://arxiv.org/abs/1904.09237)): the largest v so far takes
///   the place of v in the last line.
/// - `eps-place=before-correction`: (√v + eps) / √(1 − β₂ᵗ), as Keras has it.
/// - `decay-by=schedule`: the first line is p · (1 − η · weight-decay), where η is the schedule's factor
///   alone, as in the paper. A default of 0.01 is much there: it is the share of the parameter that each step
///   takes.
/// - `nesterov`: β₁ m / (1 − β₁ᵗ⁺¹) + (1 − β₁) g / (1 − β₁ᵗ) takes the place of m / (1 − β₁ᵗ), Optax's NAdamW.
///
/// Bias corrections and decay are computed in float64 and rounded once.
public final class AdamW implements Optimizer {
    /// Where eps stands.
    enum EpsPlace {
        AFTER_CORRECTION,
        BEFORE_CORRECTION
    }

    /// What weight decay is multiplied by.
    enum DecayBy {
        LR,
        SCHEDULE
    }

    static final Option<Double> LR = Option.learningRate(1e-3);
    static final Option<Double> BETA1 = Option.fraction("beta1", "Decay of the mean of gradients", 0.9);
    static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the mean of squared gradients", 0.999);
    static final Option<Double> EPS = Option.real("eps", "Added to the root", 1e-8, 0, Double.MAX_VALUE);
    static final Option<EpsPlace> EPS_PLACE = Option.choice(
            "eps-place",
            "Whether eps is added after bias correction (PyTorch) or before (Keras)",
            EpsPlace.AFTER_CORRECTION);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Decoupled weight decay", 0.01, 0, Double.MAX_VALUE);
    static final Option<DecayBy> DECAY_BY =
            Option.choice("decay-by", "Whether decay is times lr (PyTorch) or the schedule alone (paper)", DecayBy.LR);
    static final Option<Boolean> AMSGRAD = Option.flag("amsgrad", "Divide by the largest second moment so far", false);
    static final Option<Boolean> NESTEROV = Option.flag("nesterov", "Look ahead along the mean (NAdamW)", false);

    static final StateSlot FIRST = StateSlot.like("first-moment");
    static final StateSlot SECOND = StateSlot.like("second-moment");
    static final StateSlot LARGEST = StateSlot.like("largest-second-moment");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adamw",
                    "Adam with decoupled weight decay",
                    LR,
                    BETA1,
                    BETA2,
                    EPS,
                    EPS_PLACE,
                    WEIGHT_DECAY,
                    DECAY_BY,
                    AMSGRAD,
                    NESTEROV)
            .paper("https://arxiv.org/abs/1711.05101");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double beta1 = options.get(BETA1);
        double beta2 = options.get(BETA2);
        return new Moving(
                beta1,
                beta2,
                options.get(EPS),
                options.get(EPS_PLACE) == EpsPlace.BEFORE_CORRECTION,
                options.get(WEIGHT_DECAY),
                options.get(DECAY_BY) == DecayBy.SCHEDULE,
                options.get(AMSGRAD),
                options.get(NESTEROV),
                loop(beta1, beta2, options.get(AMSGRAD), options.get(NESTEROV)));
    }

    private static FusedLoop loop(double beta1, double beta2, boolean amsgrad, boolean nesterov) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var m = formula.operand();
        var v = formula.operand();
        var scale = formula.number();
        var kept = formula.number();
        var rate = formula.number();
        var correction = formula.number();
        var eps = formula.number();

        var g = gradient.times(scale);
        var first = formula.set(m, m.averaging(g, beta1));
        var second = formula.set(v, v.averagingSquare(g, beta2));
        if (amsgrad) {
            var largest = formula.operand();
            second = formula.set(largest, largest.max(second));
        }
        var root = Term.fma(second.root(), correction, eps);
        if (nesterov) {
            var ahead = formula.number();
            var direction = Term.fma(ahead, g, first.times(rate));
            formula.set(p, p.times(kept).minus(direction.over(root)));
        } else {
            formula.set(p, Term.fma(rate.negative(), first.over(root), p.times(kept)));
        }
        return formula.compile();
    }

    private record Moving(
            double beta1,
            double beta2,
            double eps,
            boolean epsCorrected,
            double weightDecay,
            boolean scheduled,
            boolean amsgrad,
            boolean nesterov,
            FusedLoop loop)
            implements Rule {
        private static final int KEPT = 0;
        private static final int RATE = 1;
        private static final int CORRECTION = 2;
        private static final int EPS = 3;
        private static final int AHEAD = 4;

        @Override
        public StateLayout layout(Parameter parameter) {
            var layout =
                    amsgrad ? StateLayout.elementwise(FIRST, SECOND, LARGEST) : StateLayout.elementwise(FIRST, SECOND);
            return layout.scalars(5);
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            double lr = update.learningRate();
            double number = update.number();
            double correction1 = 1 - Math.pow(beta1, number);
            double correction2 = 1 / Math.sqrt(1 - Math.pow(beta2, number));
            scalars[KEPT] = 1 - (scheduled ? update.scheduleFactor() : lr) * weightDecay * update.decay();
            scalars[RATE] = nesterov ? lr * beta1 / (1 - Math.pow(beta1, number + 1)) : lr / correction1;
            scalars[CORRECTION] = correction2;
            scalars[EPS] = epsCorrected ? eps * correction2 : eps;
            scalars[AHEAD] = lr * (1 - beta1) / correction1;
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
                    step.scalar(KEPT),
                    step.scalar(RATE),
                    step.scalar(CORRECTION),
                    step.scalar(EPS),
                    step.scalar(AHEAD));
        }
    }
}
