package io.fletching.provider.identity;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Fill;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;

/// `gain` on the diagonal of a matrix and 0 elsewhere, as Le et al. start recurrent networks:
/// [A Simple Way to Initialize Recurrent Networks of Rectified Linear Units](https://arxiv.org/abs/1504.00941). As many
/// inputs as there are outputs for pass unchanged, in either layout.
public final class Identity implements Initializer {
    static final Option<Double> GAIN = Option.gain();

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "identity", "Passes inputs on: a gain on the diagonal of a matrix", GAIN)
            .paper("https://arxiv.org/abs/1504.00941");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        return new Diagonal(options.get(GAIN));
    }

    private record Diagonal(double gain) implements Filler {
        @Override
        public StateLayout layout(Parameter parameter) {
            if (parameter.shape().rank() != 2) {
                throw FletchingException.unsupported(
                        parameter, "'identity' needs a matrix; take 'dirac' for a convolution.");
            }
            return StateLayout.elementwise();
        }

        @Override
        public void fill(Tensor values, State state, Fill fill) {
            Kernels.ofBytes(values.dtype().bytes()).fill(values.data(), 0, values.size(), 0);
            var shape = fill.parameter().shape();
            long step = shape.dim(1) + 1;
            long end = Math.min(fill.first() + fill.count(), step * Math.min(shape.dim(0), shape.dim(1)));
            for (long i = Math.ceilDiv(fill.first(), step) * step; i < end; i += step) {
                values.set(i - fill.first(), gain);
            }
        }
    }
}
