package io.fletching.provider.variancescaling;

import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.tck.InitializerContract;
import io.fletching.tck.Moments;
import java.util.Optional;
import java.util.Set;

class VarianceScalingConformanceTest extends InitializerContract {
    @Override
    protected VarianceScaling provider() {
        return new VarianceScaling();
    }

    @Override
    protected Optional<Moments> moments(Options options, Parameter parameter) {
        double fan = options.get(VarianceScaling.MODE).of(parameter.fan());
        return Optional.of(Moments.of(
                options.get(VarianceScaling.DISTRIBUTION), Math.sqrt(options.get(VarianceScaling.SCALE) / fan)));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
