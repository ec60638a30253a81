package io.fletching.provider.xavier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import io.fletching.tck.InitializerTrial;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XavierTest {
    private static final Parameter WEIGHT = Parameter.of("weight", Shape.of(300, 500));

    @ParameterizedTest
    @CsvSource({"uniform, 1, 0.05", "uniform, 2, 0.1", "normal, 1, 0.05", "normal, 0.5, 0.025"})
    void theDeviationIsThatOfTheFormula(String distribution, String gain, double deviation) {
        var options = Map.of("distribution", distribution, "gain", gain);
        try (var trial = InitializerTrial.of(new Xavier(), options, WEIGHT, 1)) {
            assertThat(deviation(trial.values())).isCloseTo(deviation, within(0.01 * deviation));
            double bound = Math.sqrt(3) * deviation;
            if (distribution.equals("uniform")) {
                assertThat(largest(trial.values())).isBetween(0.999 * bound, 1.000001 * bound);
            } else {
                assertThat(largest(trial.values())).isGreaterThan(2 * bound);
            }
        }
    }

    private static double deviation(Tensor values) {
        double mean = 0;
        double squares = 0;
        for (long i = 0; i < values.size(); i++) {
            mean += values.get(i) / values.size();
            squares += values.get(i) * values.get(i) / values.size();
        }
        assertThat(mean).isCloseTo(0, within(4 * Math.sqrt(squares / values.size())));
        return Math.sqrt(squares - mean * mean);
    }

    private static double largest(Tensor values) {
        double largest = 0;
        for (long i = 0; i < values.size(); i++) {
            largest = Math.max(largest, Math.abs(values.get(i)));
        }
        return largest;
    }
}
