package io.fletching.provider.constant;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Initializer;
import io.fletching.spi.Options;

/// 1 everywhere: for scales.
public final class Ones implements Initializer {
    private static final Descriptor DESCRIPTOR = Descriptor.of("ones", "1 everywhere");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        return Constant.of(1);
    }
}
