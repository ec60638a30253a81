package io.fletching.provider.lamb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LambTest {
    private static OptimizerTrial trial(Map<String, String> options) {
        var trial = OptimizerTrial.of(new Lamb(), options, Shape.of(2));
        trial.parameter().set(0, 6);
        trial.parameter().set(1, 8);
        trial.gradient().set(0, 1024);
        trial.gradient().set(1, -1024);
        return trial.gradientScale(1.0 / 1024);
    }

    /// Adam's step is (1, -1); with half of the parameter it is (4, 3), of norm 5, where the parameter has norm 10.
    @Test
    void theStepIsAsLongAsTheParameterTimesTheRate() {
        try (var trial = trial(Map.of("lr", "0.1", "weight-decay", "0.5", "eps", "0"))) {
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(6 - 0.1 * 2 * 4, within(1e-6));
            assertThat(trial.parameter().get(1)).isCloseTo(8 - 0.1 * 2 * 3, within(1e-6));
            assertThat(trial.kept().get("first-moment").get(0)).isCloseTo(0.1, within(1e-8));
            assertThat(trial.kept().get("second-moment").get(1)).isCloseTo(0.001, within(1e-9));
        }
    }

    /// What is not decayed takes Adam's step, or one as long as the parameter: 10 / √2 times that.
    @ParameterizedTest
    @CsvSource({"decayed, 1", "always, 7.0710678"})
    void whatIsNotDecayedIsScaledOrNot(String adapt, double ratio) {
        try (var trial = trial(Map.of("lr", "0.1", "weight-decay", "0.5", "eps", "0", "adapt", adapt))) {
            trial.decay(0).step();
            assertThat(trial.parameter().get(0)).isCloseTo(6 - 0.1 * ratio, within(1e-6));
        }
    }

    @Test
    void theRatioIsAtMostOneWhereItIsClipped() {
        try (var trial = trial(Map.of("lr", "0.1", "weight-decay", "0.5", "eps", "0", "trust-clip", "true"))) {
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(6 - 0.1 * 4, within(1e-6));
        }
    }

    @Test
    void aParameterOfZerosMovesAllTheSame() {
        try (var trial = OptimizerTrial.of(new Lamb(), Map.of("lr", "0.1", "eps", "0"), Shape.of(3))) {
            trial.gradient().set(0, 4);
            trial.gradient().set(1, 4);
            trial.gradient().set(2, 4);
            trial.step();
            assertThat(trial.parameter().get(2)).isCloseTo(-0.1, within(1e-7));
        }
    }

    /// Adam steps by 1 everywhere, and the parameter is three times as long: it arrives at 0 in all of its parts.
    @Test
    void theNormsAreThoseOfTheWhole() {
        int n = 5 * 32_768;
        var options = Map.of("lr", "1", "adapt", "always", "weight-decay", "0", "eps", "0");
        try (var trial = OptimizerTrial.of(new Lamb(), options, Shape.of(n))) {
            for (int i = 0; i < n; i++) {
                trial.parameter().set(i, 3);
                trial.gradient().set(i, 7);
            }
            trial.step();
            assertThat(trial.parameter().get(n - 1)).isCloseTo(3 - 3, within(1e-6));
        }
    }
}
