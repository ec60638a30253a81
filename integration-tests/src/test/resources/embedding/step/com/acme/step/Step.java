package com.acme.step;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;

/// A plugin's optimizer. Each of its versions takes steps of another length.
public final class Step implements Optimizer {
    private static final float LENGTH = 1;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("step", "Steps of length " + LENGTH, Option.learningRate(1));
    }

    @Override
    public Rule bind(Options options) {
        return new Rule() {
            @Override
            public StateLayout layout(Parameter parameter) {
                return StateLayout.elementwise();
            }

            @Override
            public void step(Tensor parameter, Tensor gradient, State state, io.fletching.spi.Step step) {
                for (long at = 0; at < 4 * parameter.size(); at += 4) {
                    float value = parameter.data().get(JAVA_FLOAT_UNALIGNED, at);
                    float slope = gradient.data().get(JAVA_FLOAT_UNALIGNED, at) * (float) step.gradientScale();
                    parameter.data().set(JAVA_FLOAT_UNALIGNED, at, value - LENGTH * Math.signum(slope));
                }
            }
        };
    }
}
