package io.fletching.provider.adafactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Life;
import io.fletching.tck.OptimizerTrial;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdafactorTest {
    private static final double[] GRADIENT = {1, 2, 3, -2, -4, 8};

    /// The root mean square of the parameter is 2.
    private static OptimizerTrial trial(Shape shape, String... more) {
        var options = new HashMap<>(Map.of("lr", "0.1", "clip", "1000"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        var trial = OptimizerTrial.of(new Adafactor(), options, shape);
        for (int i = 0; i < 6; i++) {
            trial.parameter().set(i, 2);
            trial.gradient().set(i, 1024 * GRADIENT[i]);
        }
        return trial.gradientScale(1.0 / 1024);
    }

    /// The first update keeps the means themselves: 14/3 and 84/3 by row, 5/2, 10 and 73/2 by column.
    @Test
    void aMatrixIsScaledByRowAndColumn() {
        double[] rows = {14 / 3.0, 28};
        double[] columns = {2.5, 10, 36.5};
        double mean = 98 / 6.0;
        try (var trial = trial(Shape.of(2, 3))) {
            trial.step();
            for (int i = 0; i < 6; i++) {
                double update = GRADIENT[i] / Math.sqrt(rows[i / 3] * columns[i % 3] / mean);
                assertThat(trial.parameter().get(i)).isCloseTo(2 - 2 * 0.1 * update, within(1e-6));
            }
            assertThat(trial.kept().get("row-mean-square").get(0)).isCloseTo(rows[0], within(1e-6));
            assertThat(trial.kept().get("column-mean-square").get(2)).isCloseTo(columns[2], within(1e-5));
        }
    }

    /// At update 2 the means take 2^-0.8 of the new squares.
    @Test
    void theMeanForgetsByAPower() {
        try (var trial = trial(Shape.of(6))) {
            trial.step();
            for (int i = 0; i < 6; i++) {
                assertThat(trial.parameter().get(i)).isCloseTo(2 - 0.2 * Math.signum(GRADIENT[i]), within(1e-6));
            }
            trial.gradientScale(0.5 / 1024).step();
            double fresh = Math.pow(2, -0.8);
            assertThat(trial.kept().get("mean-square").get(5)).isCloseTo((1 - fresh) * 64 + fresh * 16, within(1e-5));
        }
    }

    @Test
    void anUpdateIsShortenedToItsRootMeanSquare() {
        try (var trial = trial(Shape.of(6), "clip", "0.5")) {
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(2 - 0.2 * 0.5, within(1e-6));
        }
    }

    @Test
    void theRateIsRelativeToTimeAndParameter() {
        try (var late = trial(Shape.of(6), "lr", "3");
                var plain = trial(Shape.of(6), "lr", "3", "relative-step", "false", "parameter-scale", "false")) {
            late.step();
            assertThat(late.parameter().get(0)).isCloseTo(2 - 2 * 1, within(1e-6));
            plain.step();
            assertThat(plain.parameter().get(0)).isCloseTo(2 - 3, within(1e-6));
        }
    }

    @Test
    void decayIsTimesTheRateOrNot() {
        try (var byRate = trial(Shape.of(6), "weight-decay", "0.5");
                var plain = trial(Shape.of(6), "weight-decay", "0.5", "decay-by", "nothing")) {
            byRate.step();
            assertThat(byRate.parameter().get(0)).isCloseTo(2 * 0.95 - 0.2, within(1e-6));
            plain.step();
            assertThat(plain.parameter().get(0)).isCloseTo(2 * 0.5 - 0.2, within(1e-6));
        }
    }

    @Test
    void momentumIsAMeanOfUpdates() {
        try (var trial = trial(Shape.of(6), "momentum", "0.75")) {
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(2 - 0.25 * 0.2, within(1e-6));
        }
    }

    /// Added to squares eps counts, though the gradient is far above its root; beside the divisor it does not.
    @Test
    void epsIsAddedToSquaresOrBoundsTheDivisor() {
        try (var added = trial(Shape.of(6), "eps", "3", "eps-place", "square");
                var bound = trial(Shape.of(6), "eps", "3")) {
            added.step();
            assertThat(added.parameter().get(0)).isCloseTo(2 - 0.2 / Math.sqrt(1 + 3), within(1e-6));
            bound.step();
            assertThat(bound.parameter().get(0)).isCloseTo(2 - 0.2 / 3, within(1e-6));
            assertThat(bound.parameter().get(5)).isCloseTo(2 - 0.2, within(1e-6));
        }
    }

    /// 4 bytes for each row and column, and no more; a short side may have it keep an element for each.
    @Test
    void aMatrixKeepsAsMuchAsItsSidesAreLong() {
        var adafactor = new Adafactor();
        var parameter = Parameter.of("p", Shape.of(1000, 64));
        var all = adafactor.bind(adafactor.descriptor().parse(Map.of())).layout(parameter);
        assertThat(all.slots(Life.KEPT).map(StateSlot::name)).containsExactly("row-mean-square", "column-mean-square");
        assertThat(all.passes()).hasSize(5);
        var long128 = adafactor.bind(adafactor.descriptor().parse(Map.of("least-side", "128")));
        assertThat(long128.layout(parameter).slots(Life.KEPT).map(StateSlot::name))
                .containsExactly("mean-square");
    }
}
