package io.fletching.provider.xavier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import io.fletching.spi.WeightLayout;
import io.fletching.tck.InitializerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XavierTest {
    private static final Parameter WEIGHT = Parameter.of("weight", Shape.of(300, 500));

    @ParameterizedTest
    @CsvSource({
        "uniform, 1, 0.05",
        "uniform, 2, 0.1",
        "normal, 1, 0.05",
        "normal, 0.5, 0.025",
        "normal, relu, 0.0707107"
    })
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

    /// DJL's `XavierInitializer` draws within √(6 / average fan) = √(12 / (fan in + fan out)): √2 too wide.
    @Test
    void theBoundIsNotWiderByRootTwo() {
        double ours = Math.sqrt(6.0 / (300 + 500));
        double djl = Math.sqrt(12.0 / (300 + 500));
        try (var trial = InitializerTrial.of(new Xavier(), Map.of(), WEIGHT, 1)) {
            assertThat(largest(trial.values()))
                    .isBetween(0.999 * ours, 1.000001 * ours)
                    .isLessThan(0.71 * djl);
        }
    }

    /// A weight of Keras and JAX, [in, out], has the fans of its transpose.
    @Test
    void theFanIsThatOfTheLayout() {
        var options = Map.of("distribution", "truncated-normal");
        var kernel = Parameter.of("weight", Shape.of(3, 3, 50, 20), WeightLayout.IN_OUT);
        try (var trial = InitializerTrial.of(new Xavier(), options, kernel, 1)) {
            double expected = Math.sqrt(2.0 / (9 * 50 + 9 * 20));
            assertThat(deviation(trial.values())).isCloseTo(expected, within(0.03 * expected));
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
