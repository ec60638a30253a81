package io.fletching.provider.xavier;

import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// The initialization of Glorot and Bengio,
/// [Understanding the difficulty of training deep feedforward neural
/// networks](https://proceedings.mlr.press/v9/glorot10a.html):
/// mean 0 and standard deviation `gain · √(2 / (fan in + fan out))`, a compromise between keeping the variance of
/// activations on the way forward and that of gradients on the way back. The uniform form, the paper's and the default,
/// lies within √3 standard deviations.
///
/// Gains of PyTorch: 1 for linear and sigmoid, 5/3 for tanh, √2 for ReLU.
public final class Xavier implements Initializer {
    enum Distribution {
        UNIFORM,
        NORMAL
    }

    static final Option<Distribution> DISTRIBUTION =
            Option.choice("distribution", "The shape of the distribution", Distribution.UNIFORM);
    static final Option<Double> GAIN = Option.positive("gain", "Factor for the activation that follows", 1);

    private static final double LARGEST_GAIN = 1e30;

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "xavier", "Variance 2 / (fan in + fan out)", DISTRIBUTION, GAIN)
            .paper("https://proceedings.mlr.press/v9/glorot10a.html");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        double gain = options.get(GAIN);
        if (gain > LARGEST_GAIN) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "xavier-gain",
                    "'xavier' has gain '" + gain + "'; expected at most " + LARGEST_GAIN
                            + ", beyond which weights overflow float32.");
        }
        boolean uniform = options.get(DISTRIBUTION) == Distribution.UNIFORM;
        return (values, state, fill) -> {
            double deviation = gain / Math.sqrt(fill.parameter().fan().average());
            if (uniform) {
                double bound = Math.sqrt(3) * deviation;
                fill.random().uniform(values, fill.first(), -bound, bound);
            } else {
                fill.random().normal(values, fill.first(), 0, deviation);
            }
        };
    }
}
