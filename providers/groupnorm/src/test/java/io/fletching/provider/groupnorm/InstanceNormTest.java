package io.fletching.provider.groupnorm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.tck.NormalizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceNormTest {
    /// The first sample of PyTorch 2.15.0's, in float32.
    @Test
    void anotherLibrarysFigures() {
        double[] x = {
            1.4488947,
            1.9397497,
            4.999198,
            1.6398594,
            0.71827435,
            4.247424,
            4.120061,
            -0.1722033,
            -1.5013094,
            -0.17387414,
            1.1152337,
            4.519369,
            1.2820941,
            1.2994846,
            2.970897
        };
        double[] dy = {
            0.85619396,
            0.5888931,
            -0.8354934,
            -0.8492828,
            -0.22194019,
            -0.121931195,
            -0.12764096,
            -0.08583055,
            -0.5067265,
            0.82362753,
            0.42309567,
            -1.4864743,
            1.8171086,
            -2.0686898,
            -0.7832784
        };
        double[] gamma = {1.0643414, -0.63531613, -0.57244116};
        double[] beta = {0.87651026, 1.1454295, 1.1500986};
        double[] y = {
            0.3731608,
            0.7259688,
            2.9249845,
            0.510419,
            -0.15198147,
            0.36663163,
            0.40033078,
            1.5360246,
            1.8876938,
            1.5364666,
            1.6343957,
            0.16528234,
            1.5623842,
            1.5548791,
            0.8335522
        };
        double[] dx = {
            0.5736904,
            0.45731297,
            -0.09435088,
            -0.6226722,
            -0.31398025,
            0.020818623,
            0.022782167,
            0.026979063,
            0.14306943,
            -0.21364927,
            -0.1304424,
            -0.013921909,
            -0.76673657,
            0.90663195,
            0.004468932
        };
        try (var trial = NormalizerTrial.of(new InstanceNorm(), Map.of(), Shape.of(3, 5), 1, DType.F32)) {
            for (int i = 0; i < 15; i++) {
                trial.x().set(i, x[i]);
                trial.dy().set(i, dy[i]);
                trial.slot("gamma").set(i / 5, gamma[i / 5]);
                trial.slot("beta").set(i / 5, beta[i / 5]);
            }
            trial.train();
            trial.backward();
            for (int i = 0; i < 15; i++) {
                assertThat(trial.y().get(i)).isCloseTo(y[i], within(2e-6));
                assertThat(trial.dx().get(i)).isCloseTo(dx[i], within(2e-6));
            }
        }
    }

    @Test
    void aChannelOfOneValueIsRefused() {
        var instanceNorm = new InstanceNorm();
        var options = instanceNorm.descriptor().parse(Map.of());
        assertThatThrownBy(() -> instanceNorm.bind(options, Shape.of(64)))
                .isInstanceOf(FletchingException.class)
                .hasMessage(
                        "'instancenorm' would take each mean over '1' values of samples of shape '[64]', and leave next"
                                + " to nothing of them and no gradient; expected '3' or more: take 'groupnorm' or 'layernorm'.");
    }
}
