package io.fletching.provider.normclipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.tck.ClipperTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormClippingTest {
    @ParameterizedTest
    @CsvSource({
        "0.5, 26.848362474942682", // (1 + √3 + √6)²
        "1, 10", // 1 + 3 + 6
        "2, 6.782329983125268", // √(1 + 9 + 36)
        "3, 6.248799769526", // ∛(1 + 27 + 216)
        "inf, 6"
    })
    void theNormIsThatOfAllGradientsTogether(String p, double norm) {
        try (var trial = trial(Map.of("p", p, "max-norm", "1"))) {
            trial.clip(2);
            assertThat(trial.history().get("norm").get(0)).isCloseTo(norm, within(1e-9));
            assertThat(trial.gradient(0).get(0)).isCloseTo(1 / (norm + 1e-6), within(1e-7));
            assertThat(trial.gradient(1).get(0)).isCloseTo(-6 / (norm + 1e-6), within(1e-6));
        }
    }

    @Test
    void aSmallNormIsLeftAsItIs() {
        try (var trial = trial(Map.of("max-norm", "7"))) {
            trial.clip(2);
            assertThat(trial.gradient(1).get(0)).isEqualTo(-6);
        }
    }

    /// As in PyTorch: the factor at norm = max-norm is 1 − 1e-6 / max-norm.
    @Test
    void aNormAtTheLimitShrinksByTheEpsilon() {
        try (var trial = ClipperTrial.of(new NormClipping(), Map.of("max-norm", "0.001"), Shape.of(1))) {
            trial.gradient(0).set(0, 0.001);
            trial.clip(1);
            assertThat(trial.gradient(0).get(0)).isCloseTo(0.001 / 1.001, within(1e-9));
        }
    }

    @Test
    void gradientsOfZeroStayZero() {
        try (var trial = ClipperTrial.of(new NormClipping(), Map.of(), Shape.of(3))) {
            trial.clip(1);
            assertThat(trial.gradient(0).get(2)).isZero();
        }
    }

    @Test
    void hugeGradientsAreClippedAndNotLost() {
        try (var trial = ClipperTrial.of(new NormClipping(), Map.of(), Shape.of(2))) {
            trial.gradient(0).set(0, 3e20);
            trial.gradient(0).set(1, -4e20);
            trial.clip(1);
            assertThat(trial.gradient(0).get(0)).isCloseTo(0.6, within(1e-6));
            assertThat(trial.gradient(0).get(1)).isCloseTo(-0.8, within(1e-6));
        }
    }

    @Test
    void aNormBeyondFloat64IsAnError() {
        try (var trial = ClipperTrial.of(new NormClipping(), Map.of("p", "100"), Shape.of(1))) {
            trial.gradient(0).set(0, 1e20);
            assertThatThrownBy(() -> trial.clip(1))
                    .isInstanceOf(FletchingException.class)
                    .hasMessageContaining("beyond float64");
        }
    }

    @Test
    void whatIsNotFiniteIsNotScaled() {
        try (var trial = ClipperTrial.of(new NormClipping(), Map.of("on-non-finite", "propagate"), Shape.of(2))) {
            trial.gradient(0).set(0, Double.NaN);
            trial.gradient(0).set(1, 5);
            trial.clip(1);
            assertThat(trial.gradient(0).get(0)).isNaN();
            assertThat(trial.gradient(0).get(1)).isEqualTo(5);
        }
    }

    /// Two gradients, [0.5, 1.5] and [-3]; with a pending factor of 2 their elements are 1, 3 and -6.
    private static ClipperTrial trial(Map<String, String> options) {
        var trial = ClipperTrial.of(new NormClipping(), options, Shape.of(2), Shape.of(1));
        trial.gradient(0).set(0, 0.5);
        trial.gradient(0).set(1, 1.5);
        trial.gradient(1).set(0, -3);
        return trial;
    }
}
