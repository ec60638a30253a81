package io.fletching.provider.lars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LarsTest {
    /// A parameter (3, 4) of norm 5 with a gradient (0, 2).
    private static OptimizerTrial trial(String... more) {
        var options = new HashMap<>(Map.of("lr", "1", "weight-decay", "0.6", "trust", "0.1", "eps", "0"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        var trial = OptimizerTrial.of(new Lars(), options, Shape.of(2));
        trial.parameter().set(0, 3);
        trial.parameter().set(1, 4);
        trial.gradient().set(1, 2048);
        return trial.gradientScale(1.0 / 1024);
    }

    /// The ratio is 0.1 · 5 / (2 + 0.6 · 5) = 0.1, of a direction (1.8, 4.4).
    @Test
    void theStepIsAShareOfTheParameter() {
        try (var trial = trial("momentum", "0")) {
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(3 - 0.18, within(1e-6));
            assertThat(trial.parameter().get(1)).isCloseTo(4 - 0.44, within(1e-6));
            assertThat(trial.kept()).isEmpty();
        }
    }

    @Test
    void theVelocityIsOfScaledStepsAndTheFirstIsNotDampened() {
        try (var trial = trial("momentum", "0.5", "dampening", "0.75")) {
            trial.step();
            assertThat(trial.kept().get("velocity").get(0)).isCloseTo(0.18, within(1e-7));
            trial.decay(0).gradient().set(1, 1024);
            trial.step();
            assertThat(trial.kept().get("velocity").get(1))
                    .as("0.5 · 0.44 + 0.25 · 1, without a ratio")
                    .isCloseTo(0.47, within(1e-6));
        }
    }

    @Test
    void lookingAheadAddsTheVelocity() {
        try (var trial = trial("momentum", "0.5", "nesterov", "true")) {
            trial.step();
            assertThat(trial.parameter().get(1)).isCloseTo(4 - 0.44 * 1.5, within(1e-6));
        }
    }

    /// Without decay the ratio is 0.1 · 5 / 2, or 1.
    @Test
    void whatIsNotDecayedIsScaledOrNot() {
        try (var plain = trial("momentum", "0");
                var scaled = trial("momentum", "0", "adapt", "always")) {
            plain.decay(0).step();
            assertThat(plain.parameter().get(1)).isCloseTo(4 - 2, within(1e-6));
            scaled.decay(0).step();
            assertThat(scaled.parameter().get(1)).isCloseTo(4 - 0.25 * 2, within(1e-6));
        }
    }

    /// The ratio 0.1 is more than a rate of 0.05, and then the step is that of the rate alone.
    @Test
    void theRatioIsAtMostTheRate() {
        try (var trial = trial("momentum", "0", "lr", "0.05", "trust-clip", "true")) {
            trial.step();
            assertThat(trial.parameter().get(1)).isCloseTo(4 - 0.05 * 4.4, within(1e-6));
        }
    }

    @Test
    void lookingAheadNeedsMomentum() {
        var lars = new Lars();
        var options = lars.descriptor().parse(Map.of("nesterov", "true", "momentum", "0"));
        assertThatThrownBy(() -> lars.bind(options))
                .isInstanceOf(FletchingException.class)
                .hasMessageContaining("momentum '0.0'");
    }
}
