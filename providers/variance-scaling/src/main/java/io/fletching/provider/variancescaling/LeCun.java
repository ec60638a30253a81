package io.fletching.provider.variancescaling;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Distribution;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// The initialization of LeCun et al.,
/// [Efficient BackProp](http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf): mean 0 and standard deviation `1 / √(fan
/// in)`, which keeps the variance of activations through linear layers, and that which SELU asks for. The default
/// is the truncated form, as in Keras and JAX.
public final class LeCun implements Initializer {
    static final Option<Distribution> DISTRIBUTION =
            Option.choice("distribution", "The shape of the distribution", Distribution.TRUNCATED_NORMAL);

    private static final Descriptor DESCRIPTOR = Descriptor.of("lecun", "Variance 1 / fan in", DISTRIBUTION)
            .paper("http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        return VarianceScaling.of(1, VarianceScaling.Mode.FAN_IN, options.get(DISTRIBUTION));
    }
}
