package io.fletching.provider.adamax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdamaxTest {
    @Test
    void dividesByTheLargestGradientWhichFadesSlowly() {
        var options = Map.of("lr", "1", "beta1", "0", "beta2", "0.5");
        try (var trial = OptimizerTrial.of(new Adamax(), options, Shape.of(1))) {
            trial.gradient().set(0, -8);
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(1, within(1e-6));
            trial.gradient().set(0, 2);
            trial.step();
            assertThat(trial.kept().get("largest-gradient").get(0)).isEqualTo(4);
            assertThat(trial.parameter().get(0)).isCloseTo(1 - 2 / 4.0, within(1e-6));
        }
    }

    @Test
    void nothingMovesWhereNoGradientEverWas() {
        try (var trial = OptimizerTrial.of(new Adamax(), Map.of(), Shape.of(1))) {
            trial.parameter().set(0, 3);
            trial.step();
            assertThat(trial.parameter().get(0)).isEqualTo(3);
        }
    }
}
