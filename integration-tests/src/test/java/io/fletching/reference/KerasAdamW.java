package io.fletching.reference;

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

/// AdamW with epsilon beside the root that is not corrected: `lr √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + eps)`.
final class KerasAdamW implements Optimizer {
    private static final Option<Double> LR = Option.learningRate(1e-3);
    private static final Option<Double> BETA1 = Option.fraction("beta1", "", 0.9);
    private static final Option<Double> BETA2 = Option.fraction("beta2", "", 0.999);
    private static final Option<Double> EPS = Option.real("eps", "", 1e-8, 0, 1);
    private static final Option<Double> WEIGHT_DECAY = Option.real("weight-decay", "", 0.01, 0, 1);
    private static final Option<Boolean> AMSGRAD = Option.flag("amsgrad", "", false);
    private static final StateSlot FIRST = StateSlot.like("first");
    private static final StateSlot SECOND = StateSlot.like("second");
    private static final StateSlot LARGEST = StateSlot.like("largest");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("keras-adamw", "Epsilon not corrected", LR, BETA1, BETA2, EPS, WEIGHT_DECAY, AMSGRAD);
    }

    @Override
    public Rule bind(Options options) {
        return new Rule() {
            @Override
            public StateLayout layout(Parameter parameter) {
                return StateLayout.elementwise(FIRST, SECOND, LARGEST);
            }

            @Override
            public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                double beta1 = options.get(BETA1);
                double beta2 = options.get(BETA2);
                double number = step.number();
                double rate =
                        step.learningRate() * Math.sqrt(1 - Math.pow(beta2, number)) / (1 - Math.pow(beta1, number));
                for (long i = 0; i < parameter.size(); i++) {
                    double g = step.gradientScale() * gradient.get(i);
                    state.get(FIRST).set(i, beta1 * state.get(FIRST).get(i) + (1 - beta1) * g);
                    state.get(SECOND).set(i, beta2 * state.get(SECOND).get(i) + (1 - beta2) * g * g);
                    double second = state.get(SECOND).get(i);
                    if (options.get(AMSGRAD)) {
                        second = Math.max(second, state.get(LARGEST).get(i));
                        state.get(LARGEST).set(i, second);
                    }
                    double kept = 1 - step.learningRate() * options.get(WEIGHT_DECAY) * step.decay();
                    double update = rate * state.get(FIRST).get(i) / (Math.sqrt(second) + options.get(EPS));
                    parameter.set(i, parameter.get(i) * kept - update);
                }
            }
        };
    }
}
