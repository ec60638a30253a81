package io.fletching.provider.rmsprop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RmsPropTest {
    @Test
    void momentumSumsWhatWasDivided() {
        var options = Map.of("lr", "0.1", "alpha", "0", "momentum", "0.5");
        try (var trial = OptimizerTrial.of(new RmsProp(), options, Shape.of(1))) {
            trial.gradient().set(0, 7);
            trial.step();
            trial.step();
            assertThat(trial.kept().get("momentum-buffer").get(0)).isCloseTo(1.5, within(1e-6));
            assertThat(trial.parameter().get(0)).isCloseTo(-0.1 - 0.15, within(1e-6));
        }
    }

    /// Under a steady gradient the variance is zero, and rounding would take it below: then its root is no number, and
    /// that is what PyTorch's formula gives.
    @Test
    void aVarianceBelowZeroIsZero() {
        int n = 1_000;
        int notANumber = 0;
        try (var trial = OptimizerTrial.of(
                new RmsProp(), Map.of("lr", "1e-9", "centered", "true", "alpha", "0.5"), Shape.of(n))) {
            var square = new float[n];
            var mean = new float[n];
            for (int i = 0; i < n; i++) {
                trial.gradient().set(i, 1 + i / 700.0);
            }
            for (int step = 1; step <= 100; step++) {
                trial.step();
                for (int i = 0; i < n; i++) {
                    float g = (float) trial.gradient().get(i);
                    square[i] = 0.5f * square[i] + 0.5f * g * g;
                    mean[i] += 0.5f * (g - mean[i]);
                }
            }
            for (int i = 0; i < n; i++) {
                notANumber += Double.isNaN(Math.sqrt(square[i] - mean[i] * mean[i])) ? 1 : 0;
                assertThat(trial.parameter().get(i)).isFinite();
            }
        }
        System.out.printf("rmsprop, centered, a steady gradient: PyTorch's root is NaN for %d of %d%n", notANumber, n);
        assertThat(notANumber).isPositive();
    }

    @Test
    void keepsWhatItNeedsAlone() {
        assertThat(kept(Map.of())).containsExactly("mean-square");
        assertThat(kept(Map.of("centered", "true"))).containsExactly("mean-square", "mean-gradient");
        assertThat(kept(Map.of("momentum", "0.9"))).containsExactly("mean-square", "momentum-buffer");
    }

    private static Set<String> kept(Map<String, String> options) {
        try (var trial = OptimizerTrial.of(new RmsProp(), options, Shape.of(1))) {
            return new LinkedHashSet<>(trial.kept().keySet());
        }
    }
}
