package io.fletching.provider.xavier;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Distribution;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// The initialization of Glorot and Bengio,
/// [Understanding the difficulty of training deep feedforward neural
/// networks](https://proceedings.mlr.press/v9/glorot10a.html):
/// mean 0 and standard deviation `gain · √(2 / (fan in + fan out))`, a compromise between keeping the variance of
/// activations on the way forward and that of gradients on the way back. The uniform form is the paper's and the
/// default; Keras's `GlorotNormal` is the truncated one.
public final class Xavier implements Initializer {
    static final Option<Distribution> DISTRIBUTION =
            Option.choice("distribution", "The shape of the distribution", Distribution.UNIFORM);
    static final Option<Double> GAIN = Option.gain();

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "xavier", "Variance 2 / (fan in + fan out)", DISTRIBUTION, GAIN)
            .paper("https://proceedings.mlr.press/v9/glorot10a.html");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        var distribution = options.get(DISTRIBUTION);
        double gain = options.get(GAIN);
        return (values, state, fill) -> distribution.fill(
                values, fill, gain / Math.sqrt(fill.parameter().fan().average()));
    }
}
