package io.fletching.provider.constant;

import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.tck.InitializerContract;
import io.fletching.tck.Moments;
import java.util.Optional;

class ZerosConformanceTest extends InitializerContract {
    @Override
    protected Zeros provider() {
        return new Zeros();
    }

    @Override
    protected Optional<Moments> moments(Options options, Parameter parameter) {
        return Optional.of(new Moments(0, 0, 0, 0));
    }
}
