package io.fletching.provider.constant;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Initializer;
import io.fletching.spi.Options;

/// 0 everywhere: where a sum keeps the signal, and for biases.
public final class Zeros implements Initializer {
    private static final Descriptor DESCRIPTOR = Descriptor.of("zeros", "0 everywhere");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        return Constant.of(0);
    }
}
