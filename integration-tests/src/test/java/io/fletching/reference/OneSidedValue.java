package io.fletching.reference;

import io.fletching.spi.Call;
import io.fletching.spi.Clipper;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;

/// Clipping by value as DJL has it with PyTorch: the upper side alone.
final class OneSidedValue implements Clipper {
    private static final Option<Double> MAX_VALUE = Option.positive("max-value", "The largest value", 1);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("one-sided-value", "Bounds positive elements alone", MAX_VALUE);
    }

    @Override
    public Rule bind(Options options) {
        return new Rule() {
            @Override
            public StateLayout edits(Parameter parameter) {
                return StateLayout.elementwise();
            }

            @Override
            public void edit(Tensor gradient, Tensor parameter, State state, Call call) {
                for (long i = 0; i < gradient.size(); i++) {
                    gradient.set(i, Math.min(gradient.get(i), options.get(MAX_VALUE)));
                }
            }
        };
    }
}
