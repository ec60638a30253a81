package io.fletching.provider.he;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Distribution;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// The initialization of He et al., [Delving Deep into Rectifiers](https://arxiv.org/abs/1502.01852): mean 0 and
/// standard deviation `√(2 / (1 + slope²)) / √fan`, which keeps the variance of activations (fan in) or of gradients
/// (fan out) through layers that a ReLU follows, or a leaky ReLU of this slope. The normal form is the paper's and the
/// default; Keras's `HeNormal` is the truncated one.
public final class He implements Initializer {
    enum Mode {
        FAN_IN,
        FAN_OUT
    }

    static final Option<Distribution> DISTRIBUTION =
            Option.choice("distribution", "The shape of the distribution", Distribution.NORMAL);
    static final Option<Mode> MODE = Option.choice("mode", "Which variance is kept", Mode.FAN_IN);
    static final Option<Double> SLOPE =
            Option.real("slope", "Slope of the rectifier below 0", 0, -Double.MAX_VALUE, Double.MAX_VALUE);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "he", "Variance 2 / fan, for rectifiers", DISTRIBUTION, MODE, SLOPE)
            .paper("https://arxiv.org/abs/1502.01852");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        double slope = options.get(SLOPE);
        double gain = Math.sqrt(2 / (1 + slope * slope));
        boolean forward = options.get(MODE) == Mode.FAN_IN;
        var distribution = options.get(DISTRIBUTION);
        return (values, state, fill) -> {
            var fan = fill.parameter().fan();
            distribution.fill(values, fill, gain / Math.sqrt((double) (forward ? fan.in() : fan.out())));
        };
    }
}
