package io.fletching.provider.groupnorm;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Shape;

/// [Instance normalization](https://arxiv.org/abs/1607.08022): each channel of each sample by its own mean and biased
/// variance, `y = (x − mean) / √(variance + eps) · gamma + beta`, with a gamma and a beta for each channel: group
/// normalization with a group a channel. A sample is `[channels, …]`.
///
/// In evaluation it does as in training; there are no running statistics. PyTorch's layer of this name learns no gamma
/// and beta unless it is told to.
public final class InstanceNorm implements Normalizer {
    static final Option<Double> EPS = Option.real("eps", "Added to the variance", 1e-5, 0, Double.MAX_VALUE);
    static final Option<Boolean> AFFINE = Option.flag("affine", "Learn gamma and beta", true);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "instancenorm", "Normalizes each channel of a sample by its own mean and variance", EPS, AFFINE)
            .paper("https://arxiv.org/abs/1607.08022");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Norm bind(Options options, Shape sample) {
        String name = DESCRIPTOR.name();
        long channels = Groups.channels(name, sample);
        return Groups.of(
                name, sample, channels, options.get(EPS), options.get(AFFINE), "take 'groupnorm' or 'layernorm'");
    }
}
