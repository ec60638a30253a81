package io.fletching.provider.he;

import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.tck.InitializerContract;
import io.fletching.tck.Moments;
import java.util.Optional;
import java.util.Set;

class HeConformanceTest extends InitializerContract {
    @Override
    protected He provider() {
        return new He();
    }

    @Override
    protected Optional<Moments> moments(Options options, Parameter parameter) {
        double slope = options.get(He.SLOPE);
        var fan = parameter.fan();
        double deviation =
                Math.sqrt(2 / (1 + slope * slope) / (options.get(He.MODE) == He.Mode.FAN_IN ? fan.in() : fan.out()));
        return Optional.of(Moments.of(options.get(He.DISTRIBUTION), deviation));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
