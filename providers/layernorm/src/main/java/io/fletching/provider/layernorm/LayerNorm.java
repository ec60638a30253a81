package io.fletching.provider.layernorm;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Shape;

/// [Layer normalization](https://arxiv.org/abs/1607.06450): each sample by its own mean and biased variance,
/// `y = (x − mean) / √(variance + eps) · gamma + beta`, over all elements of the sample, with a gamma and a beta for
/// each.
/// An eps of 0 is allowed; a sample of equal elements then gives NaN.
public final class LayerNorm implements Normalizer {
    static final Option<Double> EPS = Option.real("eps", "Added to the variance", 1e-5, 0, Double.MAX_VALUE);
    static final Option<Boolean> AFFINE = Option.flag("affine", "Learn gamma and beta", true);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "layernorm", "Normalizes each sample by its own mean and variance", EPS, AFFINE)
            .paper("https://arxiv.org/abs/1607.06450");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Norm bind(Options options, Shape sample) {
        return Rows.of(DESCRIPTOR.name(), sample, true, options.get(EPS), options.get(AFFINE));
    }
}
