package io.fletching.provider.adamw;

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
/// With `amsgrad` ([On the Convergence of Adam and Beyond](https://arxiv.org/abs/1904.09237)) the largest v so far
/// takes
/// the place of v in the last line. Bias corrections and decay are computed in float64 and rounded once.
public final class AdamW implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1e-3);
    static final Option<Double> BETA1 = Option.fraction("beta1", "Decay of the mean of gradients", 0.9);
    static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the mean of squared gradients", 0.999);
    static final Option<Double> EPS =
            Option.real("eps", "Added to the root, after its bias correction", 1e-8, 0, Double.MAX_VALUE);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Decoupled weight decay, times lr", 0.01, 0, Double.MAX_VALUE);
    static final Option<Boolean> AMSGRAD = Option.flag("amsgrad", "Divide by the largest second moment so far", false);

    static final StateSlot FIRST = StateSlot.like("first-moment");
    static final StateSlot SECOND = StateSlot.like("second-moment");
    static final StateSlot LARGEST = StateSlot.like("largest-second-moment");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adamw", "Adam with decoupled weight decay", LR, BETA1, BETA2, EPS, WEIGHT_DECAY, AMSGRAD)
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
                options.get(WEIGHT_DECAY),
                options.get(AMSGRAD),
                Moments.active(beta1, beta2, options.get(EPS)));
    }

    private record Moving(double beta1, double beta2, double weightDecay, boolean amsgrad, Moments moments)
            implements Rule {
        private static final int KEPT_SHARE = 0;
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
            double lr = update.learningRate();
            double number = update.number();
            scalars[KEPT_SHARE] = 1 - lr * weightDecay * update.decay();
            scalars[RATE] = lr / (1 - Math.pow(beta1, number));
            scalars[CORRECTION] = 1 / Math.sqrt(1 - Math.pow(beta2, number));
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            var second = state.get(SECOND).data();
            moments.step(
                    parameter.data(),
                    gradient.data(),
                    state.get(FIRST).data(),
                    second,
                    amsgrad ? state.get(LARGEST).data() : second,
                    0,
                    parameter.size(),
                    (float) step.gradientScale(),
                    (float) step.scalar(KEPT_SHARE),
                    (float) step.scalar(RATE),
                    (float) step.scalar(CORRECTION));
        }
    }
}
