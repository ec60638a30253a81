package io.fletching.provider.variancescaling;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Distribution;
import io.fletching.spi.Fan;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// Mean 0 and variance `scale / fan`, of whichever fan: the family to which the initializations of LeCun (1, fan in),
/// Glorot (1, average) and [He](https://arxiv.org/abs/1502.01852) (2, fan in) belong. Defaults as in Keras.
public final class VarianceScaling implements Initializer {
    enum Mode {
        FAN_IN,
        FAN_OUT,
        FAN_AVERAGE,
        FAN_GEOMETRIC;

        double of(Fan fan) {
            return switch (this) {
                case FAN_IN -> fan.in();
                case FAN_OUT -> fan.out();
                case FAN_AVERAGE -> fan.average();
                case FAN_GEOMETRIC -> fan.geometricMean();
            };
        }
    }

    /// Beyond it weights overflow float32.
    private static final double LARGEST = 1e60;

    static final Option<Double> SCALE = Option.positive("scale", "Variance times fan", 1, LARGEST);
    static final Option<Mode> MODE =
            Option.choice("mode", "The fan: in, out, their average or their geometric mean", Mode.FAN_IN);
    static final Option<Distribution> DISTRIBUTION =
            Option.choice("distribution", "The shape of the distribution", Distribution.TRUNCATED_NORMAL);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "variance-scaling", "Variance scale / fan, for any fan", SCALE, MODE, DISTRIBUTION)
            .paper("https://arxiv.org/abs/1502.01852");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        return of(options.get(SCALE), options.get(MODE), options.get(DISTRIBUTION));
    }

    static Filler of(double scale, Mode mode, Distribution distribution) {
        return (values, state, fill) -> distribution.fill(
                values, fill, Math.sqrt(scale / mode.of(fill.parameter().fan())));
    }
}
