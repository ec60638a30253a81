package io.fletching.provider.nadam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.spi.Update;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NAdamTest {
    private static final double LR = 2e-3;

    @Test
    void theFirstStepLooksAhead() {
        try (var trial = OptimizerTrial.of(new NAdam(), Map.of(), Shape.of(1))) {
            trial.gradient().set(0, 3);
            trial.step();
            double momentum = 0.9 * (1 - 0.5 * Math.pow(0.96, 4e-3));
            double next = 0.9 * (1 - 0.5 * Math.pow(0.96, 8e-3));
            double direction = 1 + next / (1 - momentum * next) * 0.1;
            assertThat(trial.parameter().get(0)).isCloseTo(-LR * direction, within(1e-8));
        }
    }

    /// The product of the momenta is that of all of them, however late the update is.
    @ParameterizedTest
    @CsvSource({"0.9, 1", "0.9, 50", "0.9, 2000", "0.99, 300", "0.999, 20000"})
    void theProductIsOfAllMomenta(String beta1, long number) {
        double product = 1;
        for (long i = 1; i <= number; i++) {
            product *= momentum(beta1, i);
        }
        assertThat(gradientRate(beta1, number))
                .isCloseTo(LR * (1 - momentum(beta1, number)) / (1 - product), within(1e-15));
    }

    @Test
    void aLateUpdateTakesNoLongerThanAnEarlyOne() {
        assertThat(gradientRate("0.9", Long.MAX_VALUE / 2)).isCloseTo(LR * 0.1, within(1e-15));
    }

    private static double momentum(String beta1, long i) {
        return Double.parseDouble(beta1) * (1 - 0.5 * Math.pow(0.96, 4e-3 * (double) i));
    }

    private static double gradientRate(String beta1, long number) {
        return new NAdam.Momentum(Double.parseDouble(beta1), 4e-3).gradientRate(new At(number));
    }

    private record At(long number) implements Update {
        @Override
        public double learningRate() {
            return LR;
        }

        @Override
        public double decay() {
            return 1;
        }
    }
}
