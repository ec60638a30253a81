package io.fletching.provider.uniform;

import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// Uniform numbers in `[low, high)`, whatever the shape.
public final class Uniform implements Initializer {
    /// The difference of two bounds must be a float32 too.
    private static final double LARGEST = 1e38;

    static final Option<Double> LOW = Option.real("low", "No element is below", 0, -LARGEST, LARGEST);
    static final Option<Double> HIGH = Option.real("high", "Every element is below", 1, -LARGEST, LARGEST);

    private static final Descriptor DESCRIPTOR = Descriptor.of("uniform", "Uniform in [low, high)", LOW, HIGH);

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        double low = options.get(LOW);
        double high = options.get(HIGH);
        if (low > high) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "uniform-bounds",
                    "'uniform' has low '" + low + "' and high '" + high + "'; expected low <= high.");
        }
        return (values, state, fill) -> fill.random().uniform(values, fill.first(), low, high);
    }
}
