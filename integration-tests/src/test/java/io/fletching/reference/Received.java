package io.fletching.reference;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;

/// Leaves in each parameter the gradient that a step receives.
final class Received implements Optimizer {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of("received", "The gradient itself");
    }

    @Override
    public Rule bind(Options options) {
        return new Rule() {
            @Override
            public StateLayout layout(Parameter parameter) {
                return StateLayout.elementwise();
            }

            @Override
            public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                for (long i = 0; i < parameter.size(); i++) {
                    parameter.set(i, step.gradientScale() * gradient.get(i));
                }
            }
        };
    }
}
