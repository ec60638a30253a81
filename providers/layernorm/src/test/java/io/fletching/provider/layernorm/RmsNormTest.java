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

class RmsNormTest {
    /// The mean square of 1, 2 and 5 is 10; with an eps of 6 the root is 4.
    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void theEpsilonIsWithinTheRoot(DType type) {
        try (var trial = NormalizerTrial.of(new RmsNorm(), Map.of("eps", "6"), Shape.of(3), 1, type)) {
            double[] x = {1, -2, 5};
            for (int i = 0; i < 3; i++) {
                trial.x().set(i, x[i]);
            }
            trial.slot("gamma").set(2, 8);
            trial.train();
            double[] y = {0.25, -0.5, 10};
            for (int i = 0; i < 3; i++) {
                assertThat(trial.y().get(i)).isEqualTo(y[i]);
            }
            trial.evaluate();
            assertThat(trial.y().get(2)).isEqualTo(10);
        }
    }

    /// Computed by libtorch 2.13.0 in float32.
    @Test
    void anotherLibrarysFigures() {
        double[] x = {3.4994757, 0.2912804, 0.42818308, 1.2589121};
        double[] gamma = {1.183834, 1.0960015, 0.6302534, 1.1891867};
        double[] dy = {0.2868331, 1.8306531, -0.40909788, -0.15890418};
        double[] y = {2.206601, 0.17004052, 0.14373903, 0.79739857};
        double[] dx = {-0.0074462593, 1.0530049, -0.16037306, -0.16839337};
        try (var trial = NormalizerTrial.of(new RmsNorm(), Map.of("eps", "1e-6"), Shape.of(4), 1, DType.F32)) {
            for (int i = 0; i < 4; i++) {
                trial.x().set(i, x[i]);
                trial.slot("gamma").set(i, gamma[i]);
                trial.dy().set(i, dy[i]);
            }
            trial.train();
            trial.backward();
            for (int i = 0; i < 4; i++) {
                assertThat(trial.y().get(i)).isCloseTo(y[i], within(1e-6));
                assertThat(trial.dx().get(i)).isCloseTo(dx[i], within(1e-6));
            }
        }
    }

    @Test
    void nothingIsCenteredAndNothingShifts() {
        try (var trial = NormalizerTrial.of(new RmsNorm(), Map.of(), Shape.of(2), 1, DType.F32)) {
            trial.x().set(0, 3);
            trial.x().set(1, 3);
            trial.train();
            assertThat(trial.y().get(0)).isCloseTo(1, within(1e-6));
            assertThat(trial.has("beta")).isFalse();
            assertThat(trial.has("mean")).isFalse();
        }
    }

    /// Rows enough for three parts.
    @Test
    void gradientsOfGammaAddUpOverAllParts() {
        int width = 40;
        int batch = 5_000;
        try (var trial = NormalizerTrial.of(new RmsNorm(), Map.of(), Shape.of(width), batch, DType.F32)) {
            for (int i = 0; i < batch * width; i++) {
                trial.x().set(i, 1 + Math.sin(i * 0.7));
                trial.dy().set(i, Math.cos(i * 0.3));
            }
            trial.gradient("gamma").set(3, 100);
            trial.train();
            trial.backward();
            double gamma = 100;
            for (int i = 3; i < batch * width; i += width) {
                gamma += trial.dy().get(i) * trial.y().get(i);
            }
            assertThat(trial.gradient("gamma").get(3)).isCloseTo(gamma, within(1e-3));
        }
    }

    @Test
    void aSampleNeedsAnElement() {
        var rmsNorm = new RmsNorm();
        var options = rmsNorm.descriptor().parse(Map.of());
        assertThatThrownBy(() -> rmsNorm.bind(options, Shape.of(3, 0)))
                .isInstanceOf(FletchingException.class)
                .hasMessageContaining("'rmsnorm' cannot normalize samples of shape '[3, 0]'");
    }
}
