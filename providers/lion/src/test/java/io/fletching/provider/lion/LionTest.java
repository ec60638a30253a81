package io.fletching.provider.lion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LionTest {
    @Test
    void everyElementMovesByTheRate() {
        try (var trial = OptimizerTrial.of(new Lion(), Map.of("lr", "0.25", "weight-decay", "0.5"), Shape.of(3))) {
            trial.gradient().set(0, 1e-20);
            trial.gradient().set(1, -300);
            trial.parameter().set(2, 8);
            trial.step();
            assertThat(trial.parameter().get(0)).isEqualTo(-0.25);
            assertThat(trial.parameter().get(1)).isEqualTo(0.25);
            // Where there is no gradient there is decay alone.
            assertThat(trial.parameter().get(2)).isEqualTo(8 - 0.25 * 0.5 * 8);
        }
    }

    @Test
    void theDirectionAndTheMeanHaveTheirOwnBetas() {
        try (var trial = OptimizerTrial.of(new Lion(), Map.of("lr", "1"), Shape.of(1))) {
            trial.gradient().set(0, 100);
            trial.step();
            assertThat(trial.kept().get("first-moment").get(0)).isCloseTo(1, within(1e-6));
            // 0.9 · 1 − 0.1 · 5 is still above zero, 0.9 · 0.94 − 0.1 · 10 is not.
            trial.gradient().set(0, -5);
            trial.step();
            assertThat(trial.parameter().get(0)).isEqualTo(-2);
            trial.gradient().set(0, -10);
            trial.step();
            assertThat(trial.parameter().get(0)).isEqualTo(-1);
        }
    }
}
