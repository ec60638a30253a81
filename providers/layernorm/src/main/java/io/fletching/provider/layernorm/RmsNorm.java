package io.fletching.provider.layernorm;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Shape;

/// [Root mean square layer normalization](https://arxiv.org/abs/1910.07467): each sample by the root of its mean
/// square, `y = x / √(mean(x²) + eps) · gamma`, over all elements of the sample, with a gamma for each. Layer norm
/// that neither centers nor shifts.
///
/// The eps is Keras's, Flax's and that of many language models; PyTorch's default is the distance from 1 to the next
/// number, 1.2e-7 in float32, so that a model would differ by its type. An eps of 0 is allowed; a sample of zeros then
/// gives NaN.
public final class RmsNorm implements Normalizer {
    static final Option<Double> EPS = Option.real("eps", "Added to the mean square", 1e-6, 0, Double.MAX_VALUE);
    static final Option<Boolean> AFFINE = Option.flag("affine", "Learn gamma", true);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "rmsnorm", "Normalizes each sample by the root of its mean square", EPS, AFFINE)
            .paper("https://arxiv.org/abs/1910.07467");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Norm bind(Options options, Shape sample) {
        return Rows.of(DESCRIPTOR.name(), sample, false, options.get(EPS), options.get(AFFINE));
    }
}
