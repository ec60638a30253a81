package io.fletching.provider.radam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RAdamTest {
    /// With the default betas the variance of the rate is tractable from the sixth update on.
    @Test
    void theFirstFiveStepsFollowTheMeanAlone() {
        try (var trial = OptimizerTrial.of(new RAdam(), Map.of("lr", "0.1"), Shape.of(2))) {
            trial.gradient().set(0, 5);
            trial.gradient().set(1, 1e-3);
            for (int step = 1; step <= 5; step++) {
                trial.step();
                assertThat(trial.parameter().get(0)).isCloseTo(-0.1 * 5 * step, within(1e-5));
                assertThat(trial.parameter().get(1)).isCloseTo(-0.1 * 1e-3 * step, within(1e-9));
            }
            double before = trial.parameter().get(0);
            trial.step();
            double rectified = before - trial.parameter().get(0);
            assertThat(rectified).isBetween(0.0, 0.1 * 0.1);
        }
    }

    /// ρ∞ is 3 here, and the rectification a root of what is below zero: it must not be taken.
    @Test
    void aShortMemoryNeverRectifies() {
        try (var trial = OptimizerTrial.of(new RAdam(), Map.of("lr", "0.1", "beta2", "0.5"), Shape.of(1))) {
            trial.gradient().set(0, 2);
            for (int step = 1; step <= 100; step++) {
                trial.step();
            }
            assertThat(trial.parameter().get(0)).isCloseTo(-0.1 * 2 * 100, within(1e-3));
        }
    }
}
