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

class PerTensorNormClippingTest {
    /// The norms of [3, 4] under a pending factor of 2 and of [0.5], which stays.
    @ParameterizedTest
    @CsvSource({
        "1, false, 14",
        "2, false, 10",
        "3, false, 8.995882891", // ∛(6³ + 8³)
        "inf, false, 8",
        "1, true, 7",
        "2, true, 7.0710678118654755", // √50
        "3, true, 7.140037", // ∛364
        "inf, true, 8"
    })
    void eachGradientIsScaledByItsOwnNorm(String p, boolean mean, double norm) {
        var options = Map.of("p", p, "mean", String.valueOf(mean), "max-norm", "2", "eps", "0");
        try (var trial = ClipperTrial.of(new PerTensorNormClipping(), options, Shape.of(2), Shape.of(1))) {
            trial.gradient(0).set(0, 3);
            trial.gradient(0).set(1, -4);
            trial.gradient(1).set(0, 0.5);
            trial.clip(2);
            assertThat(trial.gradient(0).get(0)).isCloseTo(2 * 6 / norm, within(1e-6));
            assertThat(trial.gradient(0).get(1)).isCloseTo(-2 * 8 / norm, within(1e-6));
            assertThat(trial.gradient(1).get(0)).isEqualTo(1);
        }
    }

    /// Figures of Optax 0.2.8, `clip_by_block_rms(1.0)`, the first and the last of a tensor of [6, 4].
    @Test
    void theRootMeanSquareIsOptaxs() {
        var options = Map.of("mean", "true", "eps", "0");
        double[] gradient = {
            0.46766996,
            -1.8635638,
            -1.1959239,
            -0.8893591,
            -2.479532,
            -0.9027255,
            -0.103408925,
            1.6693785,
            -2.8299894,
            2.5329914,
            0.7808954,
            1.086252,
            0.55044353,
            0.54353815,
            -0.017002366,
            1.3413893,
            0.92094386,
            -1.9644138,
            -1.4471918,
            -0.52929443,
            -1.0791336,
            -0.41889092,
            -1.1222028,
            -0.07028249
        };
        try (var trial = ClipperTrial.of(new PerTensorNormClipping(), options, Shape.of(6, 4))) {
            for (int i = 0; i < gradient.length; i++) {
                trial.gradient(0).set(i, gradient[i]);
            }
            trial.clip(1);
            assertThat(trial.gradient(0).get(0)).isCloseTo(0.34550786, within(1e-6));
            assertThat(trial.gradient(0).get(23)).isCloseTo(-0.051923696, within(1e-7));
        }
    }

    @Test
    void zerosStayZeroWithoutAnEpsilon() {
        try (var trial = ClipperTrial.of(new PerTensorNormClipping(), Map.of("eps", "0"), Shape.of(3), Shape.of(0))) {
            trial.clip(1);
            assertThat(trial.gradient(0).get(2)).isZero();
        }
    }

    @Test
    void whatIsNotFiniteIsNotScaledAndTheOthersAre() {
        try (var trial = ClipperTrial.of(new PerTensorNormClipping(), Map.of("eps", "0"), Shape.of(2), Shape.of(1))) {
            trial.gradient(0).set(0, Double.NaN);
            trial.gradient(0).set(1, 5);
            trial.gradient(1).set(0, 5);
            trial.clip(1);
            assertThat(trial.gradient(0).get(0)).isNaN();
            assertThat(trial.gradient(0).get(1)).isEqualTo(5);
            assertThat(trial.gradient(1).get(0)).isEqualTo(1);
        }
    }

    @Test
    void aNormBeyondFloat64IsAnError() {
        try (var trial = ClipperTrial.of(new PerTensorNormClipping(), Map.of("p", "100"), Shape.of(1))) {
            trial.gradient(0).set(0, 1e20);
            assertThatThrownBy(() -> trial.clip(1))
                    .isInstanceOf(FletchingException.class)
                    .hasMessageContaining("beyond float64");
        }
    }
}
