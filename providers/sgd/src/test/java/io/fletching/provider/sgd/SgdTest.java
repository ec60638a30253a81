package io.fletching.provider.sgd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SgdTest {
    /// The rule as it is written down, in float64.
    @ParameterizedTest
    @CsvSource({
        "0, 0, false, 0",
        "0, 0, false, 0.1",
        "0.9, 0, false, 0",
        "0.9, 0, false, 0.1",
        "0.9, 0.5, false, 0.1",
        "0.9, 0, true, 0",
        "0.9, 0, true, 0.1"
    })
    void fiveStepsFollowTheFormula(double momentum, double dampening, boolean nesterov, double weightDecay) {
        var options = Map.of(
                "lr", "0.1",
                "momentum", "" + momentum,
                "dampening", "" + dampening,
                "nesterov", "" + nesterov,
                "weight-decay", "" + weightDecay);
        try (var trial = OptimizerTrial.of(new Sgd(), options, Shape.of(1))) {
            trial.parameter().set(0, 2);
            trial.decay(0.5).gradientScale(0.25);
            double p = 2;
            double buffer = 0;
            for (int step = 1; step <= 5; step++) {
                double gradient = Math.sin(step);
                trial.gradient().set(0, 4 * gradient);
                trial.step();
                double d = gradient + 0.5 * weightDecay * p;
                buffer = step == 1 ? d : momentum * buffer + (1 - dampening) * d;
                double direction = nesterov ? d + momentum * buffer : momentum == 0 ? d : buffer;
                p -= 0.1 * direction;
                assertThat(trial.parameter().get(0)).as("after step %d", step).isCloseTo(p, within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.9, 0.5"})
    void nesterovNeedsMomentumAndNoDampening(String momentum, String dampening) {
        var sgd = new Sgd();
        var options = sgd.descriptor().parse(Map.of("nesterov", "true", "momentum", momentum, "dampening", dampening));
        assertThatThrownBy(() -> sgd.bind(options))
                .isInstanceOfSatisfying(
                        FletchingException.class, e -> assertThat(e.kind()).isEqualTo(FletchingException.Kind.USER))
                .hasMessageContaining("expected a momentum above 0 and no dampening");
    }

    @Test
    void withoutMomentumItKeepsNothing() {
        try (var trial = OptimizerTrial.of(new Sgd(), Map.of(), Shape.of(3))) {
            assertThat(trial.kept()).isEmpty();
        }
    }
}
