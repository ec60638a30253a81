package io.fletching.provider.variancescaling;

import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.tck.InitializerContract;
import io.fletching.tck.Moments;
import java.util.Optional;
import java.util.Set;

class LeCunConformanceTest extends InitializerContract {
    @Override
    protected LeCun provider() {
        return new LeCun();
    }

    @Override
    protected Optional<Moments> moments(Options options, Parameter parameter) {
        return Optional.of(Moments.of(
                options.get(LeCun.DISTRIBUTION),
                1 / Math.sqrt((double) parameter.fan().in())));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
