package io.fletching.provider.adaptiveclipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import io.fletching.spi.WeightLayout;
import io.fletching.tck.ClipperTrial;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptiveClippingTest {
    private static final double CLIPPING = 0.1;
    private static final double EPS = 1e-3;

    /// Every shape and axis against the paper's formula, unit by unit, in float64.
    @ParameterizedTest
    @CsvSource({
        "7,    1, 1, 0",
        "5,    7, 1, 0",
        "5,    7, 1, 1",
        "3,    4, 6, 0",
        "3,    4, 6, 1",
        "3,    4, 6, 2",
        "3000, 40, 1, 1",
        "40, 3000, 1, 1",
        "2, 70000, 1, 0",
        "70000, 2, 1, 1"
    })
    void eachUnitIsBoundedByItsWeights(long first, long second, long third, int axis) {
        Shape shape = third > 1 ? Shape.of(first, second, third) : Shape.of(first, second);
        try (var trial = trial(Parameter.of("p", shape).withOutputAxis(axis))) {
            fill(trial.parameter(0), 1, 1);
            fill(trial.gradient(0), 2, 0.2);
            double[] gradient = values(trial.gradient(0));
            double[] weights = values(trial.parameter(0));
            trial.clip(1);

            long inner = axis == 0 ? second * third : axis == 1 ? third : 1;
            int units = Math.toIntExact(shape.dim(axis));
            double[] factors = factors(gradient, weights, units, inner);
            int clipped = 0;
            double farthest = 0;
            for (int i = 0; i < gradient.length; i++) {
                double factor = factors[(int) (i / inner % units)];
                clipped += factor < 1 ? 1 : 0;
                farthest = Math.max(farthest, Math.abs(trial.gradient(0).get(i) / gradient[i] - factor) / factor);
            }
            assertThat(farthest).isLessThan(3e-7);
            assertThat(clipped).isPositive();
        }
    }

    private static double[] factors(double[] gradient, double[] weights, int units, long inner) {
        var g = new double[units];
        var w = new double[units];
        for (int i = 0; i < gradient.length; i++) {
            int unit = (int) (i / inner % units);
            g[unit] += gradient[i] * gradient[i];
            w[unit] += weights[i] * weights[i];
        }
        for (int unit = 0; unit < units; unit++) {
            double limit = CLIPPING * Math.max(Math.sqrt(w[unit]), EPS);
            g[unit] = Math.min(1, limit / Math.sqrt(g[unit]));
        }
        return g;
    }

    @Test
    void aVectorIsOneUnitWhateverItsLayout() {
        for (WeightLayout layout : WeightLayout.values()) {
            try (var trial = trial(Parameter.of("bias", Shape.of(2), layout))) {
                trial.parameter(0).set(0, 10);
                trial.gradient(0).set(0, 3);
                trial.gradient(0).set(1, 4);
                trial.clip(1);
                assertThat(trial.gradient(0).get(0)).isCloseTo(0.6, within(1e-6));
                assertThat(trial.gradient(0).get(1)).isCloseTo(0.8, within(1e-6));
            }
        }
    }

    @Test
    void weightsOfZeroAreTakenForTheEpsilon() {
        try (var trial = trial(Parameter.of("bias", Shape.of(2)))) {
            trial.gradient(0).set(0, -5);
            trial.clip(1);
            assertThat(trial.gradient(0).get(0)).isCloseTo(-CLIPPING * EPS, within(1e-10));
        }
    }

    @ParameterizedTest
    @CsvSource({"OUT_IN", "IN_OUT"})
    void aUnitThatIsNotFiniteIsLeftAndTheOthersAreBounded(WeightLayout layout) {
        try (var trial = trial(Parameter.of("weight", Shape.of(2, 2), layout))) {
            trial.gradient(0).set(0, Double.NaN);
            trial.gradient(0).set(1, 5);
            trial.gradient(0).set(2, 5);
            trial.gradient(0).set(3, 7);
            trial.clip(1);
            assertThat(trial.gradient(0).get(0)).isNaN();
            assertThat(trial.gradient(0).get(layout == WeightLayout.OUT_IN ? 1 : 2))
                    .isEqualTo(5);
            assertThat(trial.gradient(0).get(3)).isLessThan(1e-3);
        }
    }

    private static ClipperTrial trial(Parameter parameter) {
        return ClipperTrial.of(new AdaptiveClipping(), Map.of("clipping", String.valueOf(CLIPPING)), parameter);
    }

    private static void fill(Tensor tensor, long seed, double size) {
        var random = new Random(seed);
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, size * random.nextGaussian());
        }
    }

    private static double[] values(Tensor tensor) {
        var values = new double[Math.toIntExact(tensor.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return values;
    }
}
