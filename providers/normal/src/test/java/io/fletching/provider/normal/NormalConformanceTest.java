package io.fletching.provider.normal;

import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.tck.InitializerContract;
import io.fletching.tck.Moments;
import java.util.Optional;

class NormalConformanceTest extends InitializerContract {
    @Override
    protected Normal provider() {
        return new Normal();
    }

    @Override
    protected Optional<Moments> moments(Options options, Parameter parameter) {
        return Optional.of(Moments.normal(options.get(Normal.MEAN), options.get(Normal.DEVIATION)));
    }
}
