package io.fletching.provider.adamw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.spi.Update;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdamWTest {
    @Test
    void theFirstStepIsDecayAndTheRateAlongTheSign() {
        try (var trial = OptimizerTrial.of(new AdamW(), Map.of("lr", "0.1", "weight-decay", "0.5"), Shape.of(2))) {
            trial.parameter().set(0, 1);
            trial.parameter().set(1, -2);
            trial.gradient().set(0, 3);
            trial.gradient().set(1, -1e-3);
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(0.95 - 0.1, within(1e-6));
            assertThat(trial.parameter().get(1)).isCloseTo(-1.9 + 0.1, within(1e-5));
            assertThat(trial.kept().get("first-moment").get(0)).isCloseTo(0.3, within(1e-6));
            assertThat(trial.kept().get("second-moment").get(0)).isCloseTo(0.009, within(1e-8));
        }
    }

    @Test
    void epsilonStandsBesideTheCorrectedRoot() {
        try (var trial =
                OptimizerTrial.of(new AdamW(), Map.of("lr", "1", "eps", "0.5", "weight-decay", "0"), Shape.of(1))) {
            trial.gradient().set(0, 0.5);
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(-0.5 / (0.5 + 0.5), within(1e-6));
        }
    }

    @Test
    void theHostScalesGradientsRateAndDecay() {
        var options = Map.of("lr", "0.2", "weight-decay", "0.5");
        try (var trial = OptimizerTrial.of(new AdamW(), options, Shape.of(1))) {
            trial.parameter().set(0, 1);
            trial.gradient().set(0, 1024);
            trial.gradientScale(1 / 1024.0).schedule(0.5).decay(0.1).step();
            assertThat(trial.parameter().get(0)).isCloseTo(1 - 0.1 * 0.5 * 0.1 - 0.1, within(1e-6));
            assertThat(trial.kept().get("first-moment").get(0)).isCloseTo(0.1, within(1e-7));
        }
    }

    @Test
    void amsgradNeverForgetsTheLargestSecondMoment() {
        try (var trial = OptimizerTrial.of(new AdamW(), Map.of("amsgrad", "true", "beta2", "0.5"), Shape.of(1))) {
            trial.gradient().set(0, 4);
            trial.step();
            trial.gradient().set(0, 0);
            trial.step();
            assertThat(trial.kept().get("second-moment").get(0)).isEqualTo(4);
            assertThat(trial.kept().get("largest-second-moment").get(0)).isEqualTo(8);
        }
    }

    /// Keras: lr √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + eps).
    @Test
    void epsilonMayStandBesideTheRootBeforeItsCorrection() {
        var options = Map.of("lr", "1", "eps", "0.5", "eps-place", "before-correction", "weight-decay", "0");
        try (var trial = OptimizerTrial.of(new AdamW(), options, Shape.of(1))) {
            trial.gradient().set(0, 0.5);
            trial.step();
            double v = 0.001 * 0.25;
            double update = Math.sqrt(0.001) / 0.1 * 0.05 / (Math.sqrt(v) + 0.5);
            assertThat(trial.parameter().get(0)).isCloseTo(-update, within(1e-8));
        }
    }

    /// The paper: p · (1 − η · weight-decay), where η is the schedule's factor and knows no lr.
    @Test
    void decayMayFollowTheScheduleAlone() {
        assertThat(kept("lr")).isEqualTo(1 - 0.25 * 1e-3 * 0.5);
        assertThat(kept("schedule")).isEqualTo(1 - 0.25 * 0.5);
    }

    private static double kept(String decayBy) {
        var adamw = new AdamW();
        var options = adamw.descriptor().parse(Map.of("weight-decay", "0.5", "decay-by", decayBy));
        var scalars = new double[5];
        adamw.bind(options).prepare(new Scheduled(1, 0.25 * 1e-3, 0.25, 1), scalars);
        return scalars[0];
    }

    private record Scheduled(long number, double learningRate, double scheduleFactor, double decay) implements Update {}

    @Test
    void nesterovLooksAhead() {
        var options = Map.of("lr", "1", "nesterov", "true", "eps", "0", "weight-decay", "0");
        try (var trial = OptimizerTrial.of(new AdamW(), options, Shape.of(1))) {
            trial.gradient().set(0, 5);
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(-(0.9 * 0.1 / (1 - 0.81) + 1), within(1e-6));
        }
    }
}
