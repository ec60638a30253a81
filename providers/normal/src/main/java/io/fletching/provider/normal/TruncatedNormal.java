package io.fletching.provider.normal;

import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// Normal numbers between bounds, in each dialect of the field: see [Cut].
public final class TruncatedNormal implements Initializer {
    /// What the bounds, the mean and the deviation are those of.
    enum Cut {
        /// The bounds are values; mean and deviation are those of the normal before the cut. PyTorch.
        ABSOLUTE,
        /// The bounds count deviations from the mean, both of the normal before the cut. JAX's and Keras's truncated
        /// normal.
        RELATIVE,
        /// The bounds count deviations of a normal such that mean and deviation are those of what is drawn: for
        /// bounds of ±2 it is wider by 1 / 0.8796. Variance scaling in JAX and Keras.
        CORRECTED
    }

    static final Option<Double> MEAN = Option.real("mean", "Mean", 0, -Normal.LARGEST, Normal.LARGEST);
    static final Option<Double> DEVIATION = Option.positive("deviation", "Standard deviation", 1, Normal.LARGEST);
    static final Option<Double> LOW =
            Option.real("low", "No element is below", -2, Double.NEGATIVE_INFINITY, Normal.LARGEST);
    static final Option<Double> HIGH =
            Option.real("high", "No element is above", 2, -Normal.LARGEST, Double.POSITIVE_INFINITY);
    static final Option<Cut> CUT =
            Option.choice("cut", "Bounds as values, in deviations, or in deviations and corrected for", Cut.ABSOLUTE);

    /// Nearer to 0 the correction grows beyond measure.
    private static final double NEAREST = 0.01;

    private static final Descriptor DESCRIPTOR =
            Descriptor.of("truncated-normal", "Normal between two bounds", MEAN, DEVIATION, LOW, HIGH, CUT);

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        double mean = options.get(MEAN);
        double deviation = options.get(DEVIATION);
        double low = options.get(LOW);
        double high = options.get(HIGH);
        if (low > high) {
            throw refusal(options, "low <= high");
        }
        return switch (options.get(CUT)) {
            case ABSOLUTE -> between(options, mean, deviation, low, high);
            case RELATIVE -> between(options, mean, deviation, mean + low * deviation, mean + high * deviation);
            case CORRECTED -> {
                if (low > -NEAREST || high < NEAREST) {
                    throw refusal(options, "low <= " + -NEAREST + " and high >= " + NEAREST + " with cut 'corrected'");
                }
                var cut = StandardCut.of(low, high);
                double wider = deviation / cut.deviation();
                double center = mean - wider * cut.mean();
                yield between(options, center, wider, center + low * wider, center + high * wider);
            }
        };
    }

    private static Filler between(Options options, double mean, double deviation, double low, double high) {
        if (low > Float.MAX_VALUE || high < -Float.MAX_VALUE) {
            throw refusal(options, "bounds between which a float32 lies");
        }
        return (values, state, fill) -> fill.random().truncatedNormal(values, fill.first(), mean, deviation, low, high);
    }

    private static FletchingException refusal(Options options, String expected) {
        return new FletchingException(
                FletchingException.Kind.USER,
                "truncated-normal-bounds",
                "'truncated-normal' has low '" + options.get(LOW) + "' and high '" + options.get(HIGH) + "'; expected "
                        + expected + ".");
    }
}
