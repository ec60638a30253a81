package io.fletching.provider.xavier;

import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.tck.InitializerContract;
import io.fletching.tck.Moments;
import java.util.Optional;
import java.util.Set;

class XavierConformanceTest extends InitializerContract {
    @Override
    protected Xavier provider() {
        return new Xavier();
    }

    @Override
    protected Optional<Moments> moments(Options options, Parameter parameter) {
        var fan = parameter.fan();
        double deviation = options.get(Xavier.GAIN) * Math.sqrt(2.0 / (fan.in() + fan.out()));
        return Optional.of(Moments.of(options.get(Xavier.DISTRIBUTION), deviation));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
