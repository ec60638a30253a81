package io.fletching.provider.normal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.tck.InitializerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruncatedNormalTest {
    /// With deviation 0.02 PyTorch's bounds of ±2 cut nothing away, and JAX's and Keras's do; theirs leave a
    /// deviation of 0.0176, unless corrected for.
    @ParameterizedTest
    @CsvSource({"absolute, 0.02, 0.08, 0.12", "relative, 0.0175925, 0.0399, 0.04", "corrected, 0.02, 0.0454, 0.045475"})
    void eachDialectHasItsBoundsAndItsDeviation(String cut, double deviation, double least, double most) {
        var options = Map.of("deviation", "0.02", "cut", cut);
        var weight = Parameter.of("weight", Shape.of(300, 500));
        try (var trial = InitializerTrial.of(new TruncatedNormal(), options, weight, 1)) {
            double squares = 0;
            double largest = 0;
            for (long i = 0; i < trial.values().size(); i++) {
                double value = trial.values().get(i);
                squares += value * value / trial.values().size();
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(Math.sqrt(squares)).isCloseTo(deviation, within(0.01 * deviation));
            assertThat(largest).isBetween(least, most);
        }
    }

    @Test
    void boundsThatCannotBeAreRefused() {
        refused(Map.of("low", "3"), "low '3.0' and high '2.0'; expected low <= high.");
        refused(
                Map.of("low", "0", "cut", "corrected"),
                "low '0.0' and high '2.0'; expected low <= -0.01 and high >= 0.01 with cut 'corrected'.");
        refused(
                Map.of("low", "1e20", "high", "1e21", "deviation", "1e20", "cut", "relative"),
                "low '1.0E20' and high '1.0E21'; expected bounds between which a float32 lies.");
    }

    private static void refused(Map<String, String> options, String message) {
        var provider = new TruncatedNormal();
        var parsed = provider.descriptor().parse(options);
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> provider.bind(parsed))
                .withMessage("'truncated-normal' has " + message);
    }
}
