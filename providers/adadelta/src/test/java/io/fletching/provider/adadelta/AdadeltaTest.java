package io.fletching.provider.adadelta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdadeltaTest {
    @Test
    void theFirstStepIsAsLongAsEpsMakesIt() {
        try (var trial = OptimizerTrial.of(new Adadelta(), Map.of("eps", "1e-4"), Shape.of(1))) {
            trial.gradient().set(0, 10);
            trial.step();
            double delta = Math.sqrt(1e-4 / (0.1 * 100 + 1e-4)) * 10;
            assertThat(trial.parameter().get(0)).isCloseTo(-delta, within(1e-8));
            assertThat(trial.kept().get("mean-square-update").get(0)).isCloseTo(0.1 * delta * delta, within(1e-10));
        }
    }

    /// A gradient in other units gives the same step.
    @Test
    void theUnitOfTheGradientDoesNotMatter() {
        try (var trial = OptimizerTrial.of(new Adadelta(), Map.of("eps", "1e-12"), Shape.of(2))) {
            for (int step = 1; step <= 50; step++) {
                trial.gradient().set(0, Math.sin(step));
                trial.gradient().set(1, 1e6 * Math.sin(step));
                trial.step();
            }
            double small = trial.parameter().get(0);
            assertThat(trial.parameter().get(1)).isCloseTo(small, within(1e-5 * Math.abs(small)));
        }
    }
}
