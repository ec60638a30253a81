package io.fletching.provider.he;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import io.fletching.tck.InitializerTrial;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeTest {
    private static final Parameter WEIGHT = Parameter.of("weight", Shape.of(300, 500));

    @ParameterizedTest
    @CsvSource({
        "normal, fan-in, 0, 0.0632456", // √(2 / 500)
        "normal, fan-out, 0, 0.0816497", // √(2 / 300)
        "normal, fan-in, 1, 0.0447214",
        "uniform, fan-in, 0, 0.0632456",
        "uniform, fan-out, 1, 0.0577350"
    })
    void theDeviationIsThatOfTheFormula(String distribution, String mode, String slope, double deviation) {
        var options = Map.of("distribution", distribution, "mode", mode, "slope", slope);
        try (var trial = InitializerTrial.of(new He(), options, WEIGHT, 1)) {
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
