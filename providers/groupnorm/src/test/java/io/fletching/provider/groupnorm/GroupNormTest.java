package io.fletching.provider.groupnorm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Shape;
import io.fletching.tck.NormalizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupNormTest {
    /// 12,000 samples of 3 groups of 3 values are two parts, of which the first ends within a sample.
    @ParameterizedTest
    @CsvSource({"4, 9, 1, 3", "12000, 9, 1, 3", "3, 4, 5, 2", "5000, 6, 3, 3", "2, 3, 7, 1"})
    void eachGroupIsNormalizedAndEachChannelScaled(int batch, int channels, int spatial, int groups) {
        var sample = spatial == 1 ? Shape.of(channels) : Shape.of(channels, spatial);
        var options = Map.of("eps", "0.5", "groups", String.valueOf(groups));
        try (var trial = NormalizerTrial.of(new GroupNorm(), options, sample, batch, DType.F32)) {
            for (int i = 0; i < trial.x().size(); i++) {
                trial.x().set(i, 100 + 3 * Math.sin(i * 0.7));
                trial.dy().set(i, Math.cos(i * 0.3));
            }
            for (int c = 0; c < channels; c++) {
                trial.slot("gamma").set(c, 1 + c);
                trial.slot("beta").set(c, -c);
                trial.gradient("beta").set(c, 100);
            }
            trial.train();
            trial.backward();
            int width = channels / groups * spatial;
            double[] gamma = new double[channels];
            double[] beta = new double[channels];
            for (int group = 0; group < batch * groups; group++) {
                double mean = 0;
                double variance = 0;
                for (int i = group * width; i < (group + 1) * width; i++) {
                    mean += trial.x().get(i) / width;
                }
                for (int i = group * width; i < (group + 1) * width; i++) {
                    variance += Math.pow(trial.x().get(i) - mean, 2) / width;
                }
                for (int i = group * width; i < (group + 1) * width; i++) {
                    int c = i / spatial % channels;
                    double z = (trial.x().get(i) - mean) / Math.sqrt(variance + 0.5);
                    assertThat(trial.y().get(i)).isCloseTo(z * (1 + c) - c, within(1e-4));
                    gamma[c] += trial.dy().get(i) * z;
                    beta[c] += trial.dy().get(i);
                }
            }
            for (int c = 0; c < channels; c++) {
                assertThat(trial.gradient("gamma").get(c)).isCloseTo(gamma[c], within(2e-2));
                assertThat(trial.gradient("beta").get(c)).isCloseTo(100 + beta[c], within(1e-4));
            }
        }
    }

    /// Computed by libtorch 2.13.0 in float32: the first sample of four channels of three values, in two groups.
    @Test
    void anotherLibrarysFigures() {
        double[] x = {
            -0.02073762,
            -0.45607057,
            5.208659,
            0.4151848,
            -3.4141626,
            2.7487056,
            -1.9812214,
            -0.0721216,
            0.39678612,
            -0.3458471,
            -1.1813067,
            0.23828337
        };
        double[] dy = {
            -0.70996845,
            0.9457647,
            -0.1653412,
            0.32960922,
            -0.21762362,
            0.042060304,
            -0.50769436,
            1.1402826,
            -0.49904042,
            -0.92188984,
            -0.041851033,
            0.9785721
        };
        double[] gamma = {1.5334662, 1.0680224, 1.1710684, 1.4017233};
        double[] beta = {0.115732625, 0.017588323, -0.03322175, 0.3162905};
        double[] y = {
            -0.32209268,
            -0.57037705,
            2.6604,
            -0.11418827,
            -1.6352915,
            0.81273884,
            -2.1157694,
            0.55197954,
            1.2072245,
            0.5589159,
            -0.83848745,
            1.535942
        };
        double[] dx = {
            -0.42905328,
            0.51115876,
            -0.06911582,
            0.11090393,
            -0.14258432,
            0.018690743,
            0.0064129233,
            1.3471175,
            -1.1799709,
            -1.650312,
            0.24271318,
            1.2340394
        };
        try (var trial = NormalizerTrial.of(new GroupNorm(), Map.of("groups", "2"), Shape.of(4, 3), 1, DType.F32)) {
            for (int i = 0; i < 12; i++) {
                trial.x().set(i, x[i]);
                trial.dy().set(i, dy[i]);
                trial.slot("gamma").set(i / 3, gamma[i / 3]);
                trial.slot("beta").set(i / 3, beta[i / 3]);
            }
            trial.train();
            trial.backward();
            for (int i = 0; i < 12; i++) {
                assertThat(trial.y().get(i)).isCloseTo(y[i], within(2e-6));
                assertThat(trial.dx().get(i)).isCloseTo(dx[i], within(2e-6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 | 1 | 32 | cannot cut the '10' channels of samples of shape '[10]' into '32' groups of one size;"
                        + " set 'groups' to a divisor of 10, such as 2.",
                "10 | 3 | 4 | cannot cut the '10' channels of samples of shape '[10, 3]' into '4' groups of one size;"
                        + " set 'groups' to a divisor of 10, such as 2.",
                "64 | 1 | 32 | would take each mean over '2' values of samples of shape '[64]', and leave next to nothing"
                        + " of them and no gradient; expected '3' or more: set 'groups' to fewer, such as 16.",
                "4 | 0 | 2 | cannot normalize samples of shape '[4, 0]'; expected [channels] or [channels, …] with at"
                        + " least 1 element."
            })
    void groupsThatDoNotFitAreRefused(long channels, long spatial, String groups, String why) {
        var groupNorm = new GroupNorm();
        var options = groupNorm.descriptor().parse(Map.of("groups", groups));
        var sample = spatial == 1 ? Shape.of(channels) : Shape.of(channels, spatial);
        assertThatThrownBy(() -> groupNorm.bind(options, sample))
                .isInstanceOfSatisfying(
                        FletchingException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USER))
                .hasMessage("'groupnorm' " + why);
    }
}
