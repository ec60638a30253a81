package io.fletching.provider.adabelief;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdaBeliefTest {
    /// The first mean is a tenth of the gradient, and so the surprise nine tenths: the step is a ninth longer than
    /// Adam's.
    @Test
    void theSurpriseIsMeasuredFromTheNewMean() {
        try (var trial = OptimizerTrial.of(new AdaBelief(), Map.of("lr", "0.1"), Shape.of(1))) {
            trial.gradient().set(0, 2);
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(-0.1 / 0.9, within(1e-7));
            assertThat(trial.kept().get("mean-square-surprise").get(0)).isCloseTo(0.001 * 1.8 * 1.8, within(1e-9));
        }
    }

    /// A gradient that was foreseen is followed with long steps, one that varies as much with short ones.
    @Test
    void whatWasForeseenIsBelieved() {
        try (var trial = OptimizerTrial.of(new AdaBelief(), Map.of(), Shape.of(2))) {
            for (int step = 1; step <= 300; step++) {
                trial.gradient().set(0, 1);
                trial.gradient().set(1, step % 2 == 0 ? 3 : -1);
                trial.step();
            }
            assertThat(trial.parameter().get(0))
                    .isLessThan(3 * trial.parameter().get(1));
        }
    }
}
