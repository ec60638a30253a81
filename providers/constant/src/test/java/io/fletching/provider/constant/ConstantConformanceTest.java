package io.fletching.provider.constant;

import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.tck.InitializerContract;
import io.fletching.tck.Moments;
import java.util.Optional;

class ConstantConformanceTest extends InitializerContract {
    @Override
    protected Constant provider() {
        return new Constant();
    }

    @Override
    protected Optional<Moments> moments(Options options, Parameter parameter) {
        double value = options.get(Constant.VALUE);
        return Optional.of(new Moments(value, 0, value, value));
    }
}
