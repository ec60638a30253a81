package io.fletching.provider.adamw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import java.util.SplittableRandom;
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

    /// Each step against the formula in float64, from the same float32 state: in units in the last place of the
    /// parameter
    /// where it is larger than ten times the learning rate, and elsewhere of the largest number that enters, because
    /// what
    /// cancels has no more digits to give.
    @Test
    void eachStepIsWithinTwoUlpOfFloat64() {
        int n = 20_000;
        double large = 0;
        double small = 0;
        try (var trial = OptimizerTrial.of(new AdamW(), Map.of(), Shape.of(n))) {
            var p = trial.parameter();
            var m = trial.kept().get("first-moment");
            var v = trial.kept().get("second-moment");
            var random = new SplittableRandom(5);
            for (int i = 0; i < n; i++) {
                p.set(i, 0.1 * random.nextGaussian());
            }
            for (int step = 1; step <= 20; step++) {
                double correction1 = 1 - Math.pow(0.9, step);
                double correction2 = 1 - Math.pow(0.999, step);
                var before = new double[3][n];
                for (int i = 0; i < n; i++) {
                    trial.gradient().set(i, random.nextGaussian());
                    before[0][i] = p.get(i);
                    before[1][i] = m.get(i);
                    before[2][i] = v.get(i);
                }
                trial.step();
                for (int i = 0; i < n; i++) {
                    double g = trial.gradient().get(i);
                    double kept = before[0][i] * (1 - 1e-3 * 0.01);
                    double old = 0.9 * before[1][i];
                    double root = Math.sqrt((0.999 * before[2][i] + 0.001 * g * g) / correction2) + 1e-8;
                    double rate = 1e-3 / correction1 / root;
                    double scale = Math.max(Math.abs(kept), rate * Math.max(Math.abs(old), Math.abs(0.1 * g)));
                    double error = p.get(i) - (kept - rate * (old + 0.1 * g));
                    double ulps = Math.abs(error) / Math.ulp((float) scale);
                    if (Math.abs(kept) > 10 * 1e-3) {
                        large = Math.max(large, ulps);
                    } else {
                        small = Math.max(small, ulps);
                    }
                }
            }
        }
        System.out.printf(
                "adamw, the worst of 20 steps of %d elements against float64: %.2f ULP, and %.2f where |p| < 10 lr%n",
                n, large, small);
        assertThat(large).isLessThanOrEqualTo(2);
        assertThat(small).isLessThanOrEqualTo(6);
    }
}
