package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import java.lang.foreign.MemorySegment;

/// The mean of each channel, from rows of shape `[channels, …]` to `[channels]`: the end of a convolutional network,
/// which then takes images of any size.
///
/// [Network In Network](https://arxiv.org/abs/1312.4400)
public record GlobalAveragePool() implements Layer {

    @Override
    public Shape output(Shape input) {
        if (input.rank() < 2 || input.size() == 0) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "pool-input",
                    "A global average pool takes rows of shape [channels, …] such as [channels, height, width], got "
                            + input + ".");
        }
        return Shape.of(input.dim(0));
    }

    @Override
    public Operation plan(Site site) {
        Kernels kernels = Kernels.ofBytes(site.dtype().bytes());
        long channels = site.sample().dim(0);
        long places = site.sample().size() / channels;
        return new Operation() {
            @Override
            public void forward(int pass, long first, long count) {
                MemorySegment x = site.x().data();
                for (long i = first * channels; i < (first + count) * channels; i++) {
                    site.y().set(i, kernels.sum(x, i * places, places) / places);
                }
            }

            @Override
            public void backward(int pass, long first, long count) {
                MemorySegment dx = site.dx().data();
                for (long i = first * channels; i < (first + count) * channels; i++) {
                    kernels.fill(dx, i * places, places, site.dy().get(i) / places);
                }
            }
        };
    }
}
