package io.fletching.provider.valueclipping;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Call;
import io.fletching.spi.Clipper;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;

/// Clipping by value: `g = min(max(g, −max-value), max-value)` for each element, both sides alike. It changes the
/// gradient's direction, unlike clipping by a norm.
///
/// It is Mikolov's, and discussed in
/// [On the difficulty of training recurrent neural networks](https://arxiv.org/abs/1211.5063). A NaN, where the user
/// lets it propagate, stays one.
public final class ValueClipping implements Clipper {
    static final Option<Double> MAX_VALUE =
            Option.positive("max-value", "The largest magnitude of an element", 1, Float.MAX_VALUE);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "value-clipping", "Bounds each element of every gradient", MAX_VALUE, ON_NON_FINITE)
            .paper("https://arxiv.org/abs/1211.5063");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return new Clamp(options.get(MAX_VALUE));
    }

    private record Clamp(double maxValue) implements Rule {
        @Override
        public StateLayout edits(Parameter parameter) {
            return StateLayout.elementwise();
        }

        @Override
        public void edit(Tensor gradient, Tensor parameter, State state, Call call) {
            Kernels.f32().clamp(gradient.data(), 0, gradient.data(), 0, gradient.size(), -maxValue, maxValue);
        }
    }
}
