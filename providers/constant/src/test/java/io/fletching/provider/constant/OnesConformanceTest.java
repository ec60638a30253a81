package io.fletching.provider.constant;

import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.tck.InitializerContract;
import io.fletching.tck.Moments;
import java.util.Optional;

class OnesConformanceTest extends InitializerContract {
    @Override
    protected Ones provider() {
        return new Ones();
    }

    @Override
    protected Optional<Moments> moments(Options options, Parameter parameter) {
        return Optional.of(new Moments(1, 0, 1, 1));
    }
}
