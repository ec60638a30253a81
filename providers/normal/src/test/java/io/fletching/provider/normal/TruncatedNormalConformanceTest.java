package io.fletching.provider.normal;

import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.tck.InitializerContract;
import io.fletching.tck.Moments;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class TruncatedNormalConformanceTest extends InitializerContract {
    @Override
    protected TruncatedNormal provider() {
        return new TruncatedNormal();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of("mean", "3", "deviation", "0.5"),
                Map.of("mean", "0.1", "deviation", "0.5", "low", "-1", "high", "2.5", "cut", "corrected"));
    }

    @Override
    protected Optional<Moments> moments(Options options, Parameter parameter) {
        double mean = options.get(TruncatedNormal.MEAN);
        double deviation = options.get(TruncatedNormal.DEVIATION);
        double low = options.get(TruncatedNormal.LOW);
        double high = options.get(TruncatedNormal.HIGH);
        return switch (options.get(TruncatedNormal.CUT)) {
            case ABSOLUTE -> {
                var cut = StandardCutTest.byParts((low - mean) / deviation, (high - mean) / deviation);
                yield Optional.of(cut(mean + deviation * cut.mean(), deviation * cut.deviation(), low, high));
            }
            case RELATIVE -> {
                var cut = StandardCutTest.byParts(low, high);
                yield Optional.of(cut(
                        mean + deviation * cut.mean(),
                        deviation * cut.deviation(),
                        mean + low * deviation,
                        mean + high * deviation));
            }
            case CORRECTED -> {
                var cut = StandardCutTest.byParts(low, high);
                double wider = deviation / cut.deviation();
                yield Optional.of(
                        cut(mean, deviation, mean + wider * (low - cut.mean()), mean + wider * (high - cut.mean())));
            }
        };
    }

    private static Moments cut(double mean, double deviation, double low, double high) {
        return new Moments(mean, deviation * deviation, low, high);
    }
}
