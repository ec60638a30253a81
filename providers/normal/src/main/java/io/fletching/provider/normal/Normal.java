package io.fletching.provider.normal;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// Normal numbers of a mean and a standard deviation, whatever the shape.
public final class Normal implements Initializer {
    /// Beyond it weights overflow float32.
    static final double LARGEST = 1e30;

    static final Option<Double> MEAN = Option.real("mean", "Mean", 0, -LARGEST, LARGEST);
    static final Option<Double> DEVIATION = Option.real("deviation", "Standard deviation", 1, 0, LARGEST);

    private static final Descriptor DESCRIPTOR =
            Descriptor.of("normal", "Normal of a mean and a standard deviation", MEAN, DEVIATION);

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        double mean = options.get(MEAN);
        double deviation = options.get(DEVIATION);
        return (values, state, fill) -> fill.random().normal(values, fill.first(), mean, deviation);
    }
}
