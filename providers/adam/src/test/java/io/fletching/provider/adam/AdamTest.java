package io.fletching.provider.adam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdamTest {
    @Test
    void weightDecayGoesThroughTheMoments() {
        try (var trial = OptimizerTrial.of(new Adam(), Map.of("lr", "0.1", "weight-decay", "0.5"), Shape.of(1))) {
            trial.parameter().set(0, 2);
            trial.step();
            // Without a gradient the decay alone is one: its size does not matter, only its sign.
            assertThat(trial.parameter().get(0)).isCloseTo(2 - 0.1, within(1e-6));
            assertThat(trial.kept().get("first-moment").get(0)).isCloseTo(0.1 * 0.5 * 2, within(1e-7));
        }
    }

    @Test
    void amsgradDividesByTheLargestSecondMoment() {
        var options = Map.of("lr", "1", "amsgrad", "true", "beta1", "0", "beta2", "0.5", "eps", "0");
        try (var trial = OptimizerTrial.of(new Adam(), options, Shape.of(1))) {
            trial.gradient().set(0, 4);
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(-1, within(1e-6));
            trial.gradient().set(0, 1);
            trial.step();
            // v = 0.5 · 8 + 0.5 falls below the 8 of before, which 1 − β₂² corrects.
            assertThat(trial.parameter().get(0)).isCloseTo(-1 - 1 / Math.sqrt(8 / 0.75), within(1e-6));
        }
    }
}
