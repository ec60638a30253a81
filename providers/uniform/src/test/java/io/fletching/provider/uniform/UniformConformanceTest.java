package io.fletching.provider.uniform;

import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.tck.InitializerContract;
import io.fletching.tck.Moments;
import java.util.Optional;

class UniformConformanceTest extends InitializerContract {
    @Override
    protected Uniform provider() {
        return new Uniform();
    }

    @Override
    protected Optional<Moments> moments(Options options, Parameter parameter) {
        return Optional.of(Moments.uniform(options.get(Uniform.LOW), options.get(Uniform.HIGH)));
    }
}
