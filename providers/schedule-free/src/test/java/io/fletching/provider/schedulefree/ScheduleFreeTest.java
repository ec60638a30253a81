package io.fletching.provider.schedulefree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScheduleFreeTest {
    /// The points as the paper has them, x kept beside: z descends, x averages it, the parameter is between.
    @Test
    void theWeightsToEvaluateWithAreTheAverageOfThePointThatDescends() {
        var options = Map.of("lr", "0.1", "momentum", "0.8", "weight-decay", "0.01", "weight-power", "1.5");
        try (var trial = OptimizerTrial.of(new ScheduleFreeSgd(), options, Shape.of(1))) {
            var random = new SplittableRandom(1);
            trial.parameter().set(0, 1);
            double x = 1;
            double y = 1;
            double z = 1;
            double weights = 0;
            for (int t = 1; t <= 50; t++) {
                double warm = Math.min(1, t / 10.0);
                double g = random.nextGaussian();
                trial.gradient().set(0, g);
                trial.schedule(warm).step();

                double weight = Math.pow(t, 1.5) * warm * warm;
                weights += weight;
                z -= 0.1 * warm * (g + 0.01 * y);
                x += weight / weights * (z - x);
                y = 0.2 * z + 0.8 * x;
                assertThat(trial.parameter().get(0)).isCloseTo(y, within(2e-6));
                assertThat(trial.evaluationWeights().get(0)).isCloseTo(x, within(2e-6));
            }
        }
    }

    /// A rate that falls weighs as the largest that there was: the average goes on as before.
    @Test
    void theLargestRateWeighs() {
        try (var trial = OptimizerTrial.of(new ScheduleFreeSgd(), Map.of("lr", "2"), Shape.of(1))) {
            trial.step();
            trial.schedule(0.5).step();
            assertThat(trial.kept().get("largest-rate").get(0)).isEqualTo(2);
            assertThat(trial.kept().get("weight-sum").get(0)).isEqualTo(8);
        }
    }

    /// Updates at a rate of zero leave all as it was, and weigh nothing.
    @Test
    void aRateOfZeroChangesNothing() {
        try (var trial = OptimizerTrial.of(new ScheduleFreeAdamW(), Map.of(), Shape.of(1))) {
            trial.parameter().set(0, 3);
            trial.gradient().set(0, 1);
            trial.schedule(0).step();
            assertThat(trial.parameter().get(0)).isEqualTo(3);
            assertThat(trial.evaluationWeights().get(0)).isEqualTo(3);
            assertThat(trial.kept().get("weight-sum").get(0)).isZero();
        }
    }

    /// Around a minimum that gradients see through noise, the average is nearer than the point that descends.
    @Test
    void theAverageIsBetterThanWhereItDescends() {
        try (var trial = OptimizerTrial.of(new ScheduleFreeAdamW(), Map.of("lr", "0.05"), Shape.of(100))) {
            var random = new SplittableRandom(3);
            for (int step = 0; step < 500; step++) {
                for (int i = 0; i < 100; i++) {
                    double slope = trial.parameter().get(i) - 1;
                    trial.gradient().set(i, slope + random.nextGaussian());
                }
                trial.step();
            }
            double x = 0;
            double z = 0;
            for (int i = 0; i < 100; i++) {
                x += Math.pow(trial.evaluationWeights().get(i) - 1, 2);
                z += Math.pow(trial.kept().get("z").get(i) - 1, 2);
            }
            assertThat(x).isLessThan(z / 4);
        }
    }
}
