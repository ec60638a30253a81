package io.fletching.provider.radam;

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

/// RAdam, [On the Variance of the Adaptive Learning Rate and Beyond](https://arxiv.org/abs/1908.03265), in PyTorch's
/// form:
///
/// ```
/// m = β₁ m + (1 − β₁) g
/// v = β₂ v + (1 − β₂) g²
/// ρ∞ = 2 / (1 − β₂) − 1,  ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)
/// ρ > 5:  p = p − lr / (1 − β₁ᵗ) · r · √(1 − β₂ᵗ) · m / (√v + eps)
///         r = √((ρ − 4) (ρ − 2) ρ∞ / ((ρ∞ − 4) (ρ∞ − 2) ρ))
/// else:   p = p − lr / (1 − β₁ᵗ) · m
/// ```
///
/// Before that weight decay adds weight-decay · p to g, or with `decoupled-weight-decay` multiplies p by
/// 1 − lr · weight-decay.
public final class RAdam implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1e-3);
    static final Option<Double> BETA1 = Option.fraction("beta1", "Decay of the mean of gradients", 0.9);
    static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the mean of squared gradients", 0.999);
    static final Option<Double> EPS =
            Option.real("eps", "Added to the root, before its bias correction", 1e-8, 0, Double.MAX_VALUE);
    static final Option<Double> WEIGHT_DECAY = Option.real("weight-decay", "Weight decay", 0, 0, Double.MAX_VALUE);
    static final Option<Boolean> DECOUPLED = Option.flag(
            "decoupled-weight-decay", "Decay the parameter, times lr, instead of adding to its gradient", false);

    static final StateSlot FIRST = StateSlot.like("first-moment");
    static final StateSlot SECOND = StateSlot.like("second-moment");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "radam", "Adam with a rectified start", LR, BETA1, BETA2, EPS, WEIGHT_DECAY, DECOUPLED)
            .paper("https://arxiv.org/abs/1908.03265");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double beta1 = options.get(BETA1);
        double beta2 = options.get(BETA2);
        return new Rectified(
                beta1, beta2, options.get(EPS), options.get(WEIGHT_DECAY), options.get(DECOUPLED), loop(beta1, beta2));
    }

    private static FusedLoop loop(double beta1, double beta2) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var m = formula.operand();
        var v = formula.operand();
        var scale = formula.number();
        var decay = formula.number();
        var kept = formula.number();
        var rate = formula.number();
        var adaptive = formula.number();
        var fixed = formula.number();

        var g = Term.fma(decay, p, gradient.times(scale));
        var first = formula.set(m, m.averaging(g, beta1));
        var second = formula.set(v, v.averagingSquare(g, beta2));
        var divisor = Term.fma(second.root(), adaptive, fixed);
        formula.set(p, Term.fma(rate.negative(), first.over(divisor), p.times(kept)));
        return formula.compile();
    }

    private record Rectified(
            double beta1, double beta2, double eps, double weightDecay, boolean decoupled, FusedLoop loop)
            implements Rule {
        private static final int DECAY = 0;
        private static final int KEPT = 1;
        private static final int RATE = 2;
        private static final int ADAPTIVE = 3;
        private static final int FIXED = 4;

        @Override
        public StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise(FIRST, SECOND).scalars(5);
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            double lr = update.learningRate();
            double number = update.number();
            double decay = weightDecay * update.decay();
            double power = Math.pow(beta2, number);
            double most = 2 / (1 - beta2) - 1;
            double length = most - 2 * number * power / (1 - power);
            boolean tractable = length > 5;
            double rectified =
                    Math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length) * (1 - power));
            scalars[DECAY] = decoupled ? 0 : decay;
            scalars[KEPT] = decoupled ? 1 - lr * decay : 1;
            scalars[RATE] = lr / (1 - Math.pow(beta1, number)) * (tractable ? rectified : 1);
            // Where the variance of the rate is not tractable, m / (0 · √v + 1).
            scalars[ADAPTIVE] = tractable ? 1 : 0;
            scalars[FIXED] = tractable ? eps : 1;
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            loop.run(
                    parameter.size(),
                    parameter.data(),
                    gradient.data(),
                    state.get(FIRST).data(),
                    state.get(SECOND).data(),
                    NONE,
                    step.gradientScale(),
                    step.scalar(DECAY),
                    step.scalar(KEPT),
                    step.scalar(RATE),
                    step.scalar(ADAPTIVE),
                    step.scalar(FIXED));
        }
    }
}
