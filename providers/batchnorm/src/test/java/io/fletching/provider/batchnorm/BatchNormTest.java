package io.fletching.provider.batchnorm;

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
import org.junit.jupiter.params.provider.CsvSource;

class BatchNormTest {
    /// 5,000 samples of 30 elements are three parts.
    @ParameterizedTest
    @CsvSource({"4, 3, 1", "5000, 30, 1", "4, 2, 5", "5000, 3, 10"})
    void channelsAreNormalizedOverTheBatch(int batch, int channels, int spatial) {
        var sample = spatial == 1 ? Shape.of(channels) : Shape.of(channels, spatial);
        try (var trial = NormalizerTrial.of(new BatchNorm(), Map.of("eps", "0.5"), sample, batch, DType.F32)) {
            for (int i = 0; i < trial.x().size(); i++) {
                trial.x().set(i, 100 + 3 * Math.sin(i * 0.7));
            }
            int last = channels - 1;
            trial.slot("gamma").set(last, 2);
            trial.slot("beta").set(last, -1);
            trial.train();
            int n = batch * spatial;
            double mean = 0;
            double variance = 0;
            for (int i = 0; i < n; i++) {
                mean += trial.x().get(at(i, last, channels, spatial)) / n;
            }
            for (int i = 0; i < n; i++) {
                variance += Math.pow(trial.x().get(at(i, last, channels, spatial)) - mean, 2) / n;
            }
            for (int i = 0; i < n; i += Math.max(1, n / 10)) {
                double x = trial.x().get(at(i, last, channels, spatial));
                double y = 2 * (x - mean) / Math.sqrt(variance + 0.5) - 1;
                assertThat(trial.y().get(at(i, last, channels, spatial))).isCloseTo(y, within(1e-4));
            }
            assertThat(trial.slot("running-mean").get(last)).isCloseTo(0.1 * mean, within(1e-5));
            double unbiased = variance * n / (n - 1);
            assertThat(trial.slot("running-variance").get(last)).isCloseTo(0.9 + 0.1 * unbiased, within(1e-5));
        }
    }

    /// The index of value i of a channel.
    private static int at(int i, int channel, int channels, int spatial) {
        return (i / spatial * channels + channel) * spatial + i % spatial;
    }

    @Test
    void theCumulativeAverageCountsEveryBatchAlike() {
        try (var trial = NormalizerTrial.of(new BatchNorm(), Map.of("cumulative", "true"), Shape.of(1), 2, DType.F64)) {
            for (double center : new double[] {1, 2, 6}) {
                trial.x().set(0, center - 1);
                trial.x().set(1, center + 1);
                trial.train();
            }
            assertThat(trial.slot("running-mean").get(0)).isCloseTo(3, within(1e-12));
            assertThat(trial.slot("running-variance").get(0)).isCloseTo(2, within(1e-12));
        }
    }

    @Test
    void evaluationNormalizesByTheRunningStatistics() {
        try (var trial = NormalizerTrial.of(new BatchNorm(), Map.of("eps", "0"), Shape.of(1), 1, DType.F64)) {
            trial.slot("running-mean").set(0, 5);
            trial.slot("running-variance").set(0, 4);
            trial.x().set(0, 9);
            trial.dy().set(0, 3);
            trial.evaluate();
            assertThat(trial.y().get(0)).isEqualTo(2);
            trial.backward();
            assertThat(trial.dx().get(0)).isEqualTo(1.5);
            assertThat(trial.gradient("gamma").get(0)).isEqualTo(6);
            assertThat(trial.gradient("beta").get(0)).isEqualTo(3);
            assertThat(trial.slot("running-mean").get(0)).isEqualTo(5);
        }
    }

    @Test
    void oneValueForAChannelIsAnError() {
        try (var trial = NormalizerTrial.of(new BatchNorm(), Map.of(), Shape.of(3), 1, DType.F32)) {
            assertThatThrownBy(trial::train)
                    .isInstanceOfSatisfying(
                            FletchingException.class, e -> assertThat(e.kind()).isEqualTo(FletchingException.Kind.DATA))
                    .hasMessageContaining("'1' values for channel '0'");
        }
    }
}
