package io.fletching.provider.adagrad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdagradTest {
    @Test
    void theRateFallsWithTheSquaresAndWithTheUpdates() {
        var options = Map.of("lr", "0.5", "initial-accumulator-value", "16", "lr-decay", "1", "eps", "0");
        try (var trial = OptimizerTrial.of(new Adagrad(), options, Shape.of(1))) {
            trial.gradient().set(0, 3);
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(-0.5 * 3 / 5, within(1e-7));
            trial.gradient().set(0, 12);
            trial.step();
            assertThat(trial.kept().get("sum-of-squares").get(0)).isEqualTo(169);
            assertThat(trial.parameter().get(0)).isCloseTo(-0.3 - 0.5 / 2 * 12 / 13, within(1e-7));
        }
    }
}
