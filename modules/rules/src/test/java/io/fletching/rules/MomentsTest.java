package io.fletching.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Update;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private record At(long number) implements Update {
        @Override
        public double learningRate() {
            return 1;
        }

        @Override
        public double decay() {
            return 1;
        }
    }

    @Test
    void correctionsUndoTheStartAtZero() {
        // After two updates an average of ones is 0.9 · 0.1 + 0.1.
        assertThat(Moments.biasCorrection(0.9, new At(2))).isCloseTo(0.19, within(1e-15));
        assertThat(Moments.rootCorrection(0.75, new At(1))).isEqualTo(2);
        assertThat(Moments.biasCorrection(0.9, new At(Long.MAX_VALUE))).isEqualTo(1);
    }
}
