package io.fletching.runtime;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;

/// Optimizers that try the hard corners of the contract.
final class Rules {
    static final Option<Double> LR = Option.learningRate(0.1);
    static final Option<Double> DECAY = Option.real("decay", "Weight decay", 0, 0, 1);

    private Rules() {}

    /// Gradient descent with weight decay.
    record Plain(String name) implements Optimizer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of(name, "Gradient descent", LR, DECAY);
        }

        @Override
        public Rule bind(Options options) {
            double decay = options.get(DECAY);
            return new Rule() {
                @Override
                public StateLayout layout(Parameter parameter) {
                    return StateLayout.elementwise();
                }

                @Override
                public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                    double keep = 1 - step.learningRate() * decay * step.decay();
                    double rate = step.learningRate() * step.gradientScale();
                    for (long i = 0; i < parameter.size(); i++) {
                        parameter.set(i, parameter.get(i) * keep - rate * gradient.get(i));
                    }
                }
            };
        }
    }
}
