package io.fletching.provider.constant;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// One value everywhere.
public final class Constant implements Initializer {
    static final Option<Double> VALUE =
            Option.real("value", "What every element is", 0, -Float.MAX_VALUE, Float.MAX_VALUE);

    private static final Descriptor DESCRIPTOR = Descriptor.of("constant", "One value everywhere", VALUE);

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        return of(options.get(VALUE));
    }

    static Filler of(double value) {
        return (values, state, fill) ->
                Kernels.ofBytes(values.dtype().bytes()).fill(values.data(), 0, values.size(), value);
    }
}
