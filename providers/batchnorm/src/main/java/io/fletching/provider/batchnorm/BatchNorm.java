package io.fletching.provider.batchnorm;

import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Shape;

/// [Batch normalization](https://arxiv.org/abs/1502.03167): each channel by its mean and biased variance over the
/// batch, `y = (x − mean) / √(variance + eps) · gamma + beta`. A sample is `[channels]` or `[channels, …]`; what
/// follows the channels counts as more of the batch.
///
/// Training moves the running statistics, `running = (1 − momentum) · running + momentum · batch`, with the unbiased
/// variance (n / (n − 1)), and evaluation normalizes by them. Momentum is PyTorch's, the weight of the *new*
/// value; with `cumulative` it is 1 / number of batches, so that the running statistics are plain averages.
public final class BatchNorm implements Normalizer {
    static final Option<Double> EPS = Option.real("eps", "Added to the variance", 1e-5, 0, Double.MAX_VALUE);
    static final Option<Double> MOMENTUM =
            Option.real("momentum", "Weight of the new batch in the running statistics", 0.1, 0, 1);
    static final Option<Boolean> AFFINE = Option.flag("affine", "Learn gamma and beta", true);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "batchnorm",
                    "Normalizes each channel by its mean and variance over the batch",
                    EPS,
                    MOMENTUM,
                    CUMULATIVE,
                    AFFINE)
            .paper("https://arxiv.org/abs/1502.03167");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Norm bind(Options options, Shape sample) {
        if (sample.rank() == 0 || sample.size() == 0) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "batchnorm-shape",
                    "'batchnorm' cannot normalize samples of shape '" + sample
                            + "'; expected [channels] or [channels, …] with at least 1 element.");
        }
        long channels = sample.dim(0);
        long places = sample.size() / channels;
        boolean affine = options.get(AFFINE);
        return new Channels(
                channels,
                places == 1 ? new Columns(channels, affine) : new Planes(channels, places, affine),
                options.get(EPS),
                options.get(MOMENTUM),
                options.get(CUMULATIVE),
                affine);
    }
}
