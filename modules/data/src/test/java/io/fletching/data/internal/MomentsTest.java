package io.fletching.data.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static Moments of(int block, double... values) {
        var sums = new Moments.Sums(block);
        DoubleStream.of(values).forEach(sums::add);
        return sums.moments();
    }

    @Test
    void blocksAreMergedWithoutLosingDigits() {
        double[] values =
                IntStream.range(0, 1_000).mapToDouble(i -> 1e9 + i * 37 % 101).toArray();
        double mean = DoubleStream.of(values).map(v -> v - 1e9).average().orElseThrow();
        double variance = DoubleStream.of(values)
                .map(v -> (v - 1e9 - mean) * (v - 1e9 - mean))
                .average()
                .orElseThrow();
        for (int block : new int[] {1, 7, 64, 5_000}) {
            assertThat(of(block, values).mean() - 1e9).isCloseTo(mean, within(1e-5));
            assertThat(of(block, values).deviation()).isCloseTo(Math.sqrt(variance), within(1e-7));
        }
    }

    @Test
    void equalValuesHaveNoDeviationAndNoValuesNoMean() {
        assertThat(of(2, 0.1, 0.1, 0.1, Double.NaN, 0.1, 0.1)).isEqualTo(new Moments(0.1, 0));
        assertThat(of(2).mean()).isNaN();
        assertThat(of(2, Double.NaN).mean()).isNaN();
        assertThat(of(1, 1, 3)).isEqualTo(new Moments(2, 1));
    }
}
