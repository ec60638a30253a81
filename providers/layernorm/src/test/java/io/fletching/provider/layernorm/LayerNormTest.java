package io.fletching.provider.layernorm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.tck.NormalizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayerNormTest {
    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void theWorkedExample(DType type) {
        try (var trial = NormalizerTrial.of(new LayerNorm(), Map.of("eps", "0"), Shape.of(3), 1, type)) {
            double[] x = {2, 4, 12};
            for (int i = 0; i < 3; i++) {
                trial.x().set(i, x[i]);
                trial.slot("beta").set(i, 3);
            }
            trial.train();
            double[] y = {2.0742, 2.5371, 4.3887};
            for (int i = 0; i < 3; i++) {
                assertThat(trial.y().get(i)).isCloseTo(y[i], within(1e-4));
            }
            trial.evaluate();
            assertThat(trial.y().get(2)).isCloseTo(4.3887, within(1e-4));
        }
    }

    /// The mean is 10,000 deviations: E[x²] − E[x]² in float32 would have no digit left.
    @Test
    void aLargeMeanCostsNoDigits() {
        try (var trial = NormalizerTrial.of(new LayerNorm(), Map.of("affine", "false"), Shape.of(2), 1, DType.F32)) {
            trial.x().set(0, 10_000);
            trial.x().set(1, 10_002);
            trial.train();
            assertThat(trial.y().get(0)).isCloseTo(-1, within(1e-4));
            assertThat(trial.y().get(1)).isCloseTo(1, within(1e-4));
            assertThat(trial.has("gamma")).isFalse();
        }
    }

    @Test
    void aSampleIsNormalizedAsAWhole() {
        try (var trial = NormalizerTrial.of(new LayerNorm(), Map.of("eps", "0"), Shape.of(2, 2), 2, DType.F64)) {
            double[] x = {1, 2, 3, 4, 10, 20, 30, 40};
            for (int i = 0; i < 8; i++) {
                trial.x().set(i, x[i]);
            }
            trial.train();
            for (int i = 0; i < 4; i++) {
                double y = (x[i] - 2.5) / Math.sqrt(1.25);
                assertThat(trial.y().get(i)).isCloseTo(y, within(1e-12));
                assertThat(trial.y().get(4 + i)).isCloseTo(y, within(1e-12));
            }
        }
    }

    /// Rows enough for three parts.
    @Test
    void gradientsOfGammaAndBetaAddUpOverAllParts() {
        int width = 40;
        int batch = 5_000;
        try (var trial = NormalizerTrial.of(new LayerNorm(), Map.of(), Shape.of(width), batch, DType.F32)) {
            for (int i = 0; i < batch * width; i++) {
                trial.x().set(i, Math.sin(i * 0.7));
                trial.dy().set(i, Math.cos(i * 0.3));
            }
            trial.gradient("beta").set(3, 100);
            trial.train();
            trial.backward();
            double gamma = 0;
            double beta = 100;
            for (int i = 3; i < batch * width; i += width) {
                gamma += trial.dy().get(i) * trial.y().get(i);
                beta += trial.dy().get(i);
            }
            assertThat(trial.gradient("gamma").get(3)).isCloseTo(gamma, within(1e-3));
            assertThat(trial.gradient("beta").get(3)).isCloseTo(beta, within(1e-4));
        }
    }

    @Test
    void aSampleNeedsAnElement() {
        var layerNorm = new LayerNorm();
        var options = layerNorm.descriptor().parse(Map.of());
        assertThatThrownBy(() -> layerNorm.bind(options, Shape.of(3, 0)))
                .isInstanceOf(FletchingException.class)
                .hasMessageContaining("'[3, 0]'");
    }
}
