package io.fletching.provider.nadam;

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

/// NAdam, [Incorporating Nesterov Momentum into Adam](https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ),
/// in PyTorch's form:
///
/// ```
/// μᵢ = β₁ (1 − 0.96^(i · momentum-decay) / 2)
/// m = β₁ m + (1 − β₁) g
/// v = β₂ v + (1 − β₂) g²
/// d = (1 − μₜ) / (1 − Πᵢ₌₁ᵗ μᵢ) · g + μₜ₊₁ / (1 − Πᵢ₌₁ᵗ⁺¹ μᵢ) · m
/// p = p − lr · d / (√v / √(1 − β₂ᵗ) + eps)
/// ```
///
/// Before that weight decay adds weight-decay · p to g, or with `decoupled-weight-decay` multiplies p by
/// 1 − lr · weight-decay.
public final class NAdam implements Optimizer {
    static final Option<Double> LR = Option.learningRate(2e-3);
    static final Option<Double> BETA1 = Option.fraction("beta1", "Decay of the mean of gradients", 0.9);
    static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the mean of squared gradients", 0.999);
    static final Option<Double> EPS =
            Option.real("eps", "Added to the root, after its bias correction", 1e-8, 0, Double.MAX_VALUE);
    static final Option<Double> MOMENTUM_DECAY =
            Option.real("momentum-decay", "How fast the momentum grows to beta1", 4e-3, 0, Double.MAX_VALUE);
    static final Option<Double> WEIGHT_DECAY = Option.real("weight-decay", "Weight decay", 0, 0, Double.MAX_VALUE);
    static final Option<Boolean> DECOUPLED = Option.flag(
            "decoupled-weight-decay", "Decay the parameter, times lr, instead of adding to its gradient", false);

    static final StateSlot FIRST = StateSlot.like("first-moment");
    static final StateSlot SECOND = StateSlot.like("second-moment");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "nadam",
                    "Adam with Nesterov momentum",
                    LR,
                    BETA1,
                    BETA2,
                    EPS,
                    MOMENTUM_DECAY,
                    WEIGHT_DECAY,
                    DECOUPLED)
            .paper("https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double beta1 = options.get(BETA1);
        double beta2 = options.get(BETA2);
        return new Ahead(
                beta1,
                beta2,
                options.get(MOMENTUM_DECAY),
                options.get(WEIGHT_DECAY),
                options.get(DECOUPLED),
                loop(beta1, beta2, options.get(EPS)));
    }

    private static FusedLoop loop(double beta1, double beta2, double eps) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var m = formula.operand();
        var v = formula.operand();
        var scale = formula.number();
        var decay = formula.number();
        var kept = formula.number();
        var gradientRate = formula.number();
        var meanRate = formula.number();
        var correction = formula.number();

        var g = Term.fma(decay, p, gradient.times(scale));
        var first = formula.set(m, m.averaging(g, beta1));
        var second = formula.set(v, v.averagingSquare(g, beta2));
        var root = Term.fma(second.root(), correction, Term.of(eps));
        var direction = Term.fma(gradientRate, g, first.times(meanRate));
        formula.set(p, p.times(kept).minus(direction.over(root)));
        return formula.compile();
    }

    private record Ahead(
            double beta1, double beta2, double momentumDecay, double weightDecay, boolean decoupled, FusedLoop loop)
            implements Rule {
        private static final int DECAY = 0;
        private static final int KEPT = 1;
        private static final int GRADIENT_RATE = 2;
        private static final int MEAN_RATE = 3;
        private static final int CORRECTION = 4;

        @Override
        public StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise(FIRST, SECOND).scalars(5);
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            double lr = update.learningRate();
            long number = update.number();
            double decay = weightDecay * update.decay();
            double product = product(number);
            double momentum = momentum(number);
            double next = momentum(number + 1);
            scalars[DECAY] = decoupled ? 0 : decay;
            scalars[KEPT] = decoupled ? 1 - lr * decay : 1;
            scalars[GRADIENT_RATE] = lr * (1 - momentum) / (1 - product);
            scalars[MEAN_RATE] = lr * next / (1 - product * next);
            scalars[CORRECTION] = 1 / Math.sqrt(1 - Math.pow(beta2, (double) number));
        }

        /// μᵢ
        private double momentum(long i) {
            return beta1 * (1 - 0.5 * Math.pow(0.96, momentumDecay * (double) i));
        }

        /// The product of the first momenta: of all, or of as many as 1 − product can tell from more.
        private double product(long number) {
            double product = 1;
            for (long i = 1; i <= number && product > 1e-17; i++) {
                product *= momentum(i);
            }
            return product;
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
                    step.scalar(GRADIENT_RATE),
                    step.scalar(MEAN_RATE),
                    step.scalar(CORRECTION));
        }
    }
}
