package io.fletching.provider.asgd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AsgdTest {
    @Test
    void theAverageBeginsAfterTheStart() {
        var options = Map.of("lr", "1", "lambda", "0", "start", "2");
        try (var trial = OptimizerTrial.of(new Asgd(), options, Shape.of(1))) {
            var average = trial.kept().get("average");
            trial.gradient().set(0, -1);
            // The parameter is 1, 2, 3 …; up to the fourth the average is the parameter itself, of which PyTorch counts
            // the last as the first to average.
            var expected = new double[] {1, 2, 3, 4, 4.5, 5};
            for (double each : expected) {
                trial.step();
                assertThat(average.get(0)).isCloseTo(each, within(1e-6));
            }
            assertThat(trial.parameter().get(0)).isEqualTo(6);
        }
    }

    @Test
    void theRateFallsAndTheParameterDecays() {
        var options = Map.of("lr", "0.5", "lambda", "0.1", "alpha", "2");
        try (var trial = OptimizerTrial.of(new Asgd(), options, Shape.of(1))) {
            trial.parameter().set(0, 4);
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(4 * (1 - 0.1 * 0.5), within(1e-6));
            trial.step();
            double eta = 0.5 / Math.pow(1 + 0.1 * 0.5, 2);
            assertThat(trial.parameter().get(0)).isCloseTo(3.8 * (1 - 0.1 * eta), within(1e-6));
        }
    }
}
