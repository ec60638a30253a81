package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.runtime.Catalog;
import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How far one step of an optimizer is from the same step in float64, from the same float32 numbers: in units in the
/// last place of the parameter, or of its change where that is larger.
///
/// The bound of 2 holds wherever a step changes its parameter by less than a tenth. Where it changes more, the
/// digits of the quotient count as well; that worst case is printed beside.
class PrecisionTest {
    private static final int N = 5_000;
    private static final int STEPS = 20;
    private static final double LARGEST_CHANGE = 0.1;

    /// It stores what it keeps in eight bits, and has a reference of its own.
    private static final String QUANTISED = "adamw-8bit";

    /// Muon's own products in less than float64 are asked for, to be faster or as PyTorch is.
    private static boolean isBounded(ExactStep step) {
        return !step.options().containsKey("precision");
    }

    private record Measured(ExactStep step, double bounded, double worst) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%5.2f %8.2f  %s", bounded, worst, step);
        }
    }

    @Test
    void aStepIsWithinTwoUlpOfFloat64() {
        List<Measured> errors = Stream.concat(ElementSteps.all(), TensorSteps.all())
                .map(PrecisionTest::measured)
                .toList();
        System.out.printf(
                "ULP of float64 a step: where it changes its parameter by less than a tenth, and anywhere%n%s%n",
                errors.stream().map(Measured::toString).collect(Collectors.joining(System.lineSeparator())));
        assertThat(errors).filteredOn(error -> isBounded(error.step())).allMatch(error -> error.bounded() <= 2);
    }

    @Test
    void everyOptimizerButTheQuantisedOneIsMeasured() {
        assertThat(Stream.concat(
                        Stream.of(QUANTISED),
                        Stream.concat(ElementSteps.all(), TensorSteps.all()).map(ExactStep::optimizer)))
                .containsAll(Catalog.load().techniques().stream()
                        .filter(technique -> technique.kind().equals("optimizer"))
                        .map(technique -> technique.name())
                        .toList());
    }

    private static Measured measured(ExactStep step) {
        var optimizer = Catalog.load().optimizer(step.optimizer()).provider();
        var shape = step.rows() == 1 ? Shape.of(N) : Shape.of(step.rows(), N / step.rows());
        double bounded = 0;
        double worst = 0;
        try (var trial = OptimizerTrial.of(optimizer, step.options(), shape)) {
            var random = new SplittableRandom(5);
            var p = trial.parameter();
            var g = trial.gradient();
            var kept = List.copyOf(trial.kept().values());
            for (int i = 0; i < N; i++) {
                p.set(i, random.nextGaussian());
            }
            for (int t = 1; t <= STEPS; t++) {
                for (int i = 0; i < N; i++) {
                    g.set(i, random.nextGaussian());
                }
                var state = IntStream.range(0, N)
                        .mapToObj(i -> kept.stream()
                                .mapToDouble(slot -> slot.get(Math.min(i, slot.size() - 1)))
                                .toArray())
                        .toArray(double[][]::new);
                double[] before = ExactStep.elements(N, p::get);
                double[] expected = step.formula().step(before, ExactStep.elements(N, g::get), state, t);
                assertThat(Arrays.stream(expected).allMatch(Double::isFinite)).isTrue();
                trial.step();
                for (int i = 0; i < N; i++) {
                    double change = Math.abs(expected[i] - before[i]);
                    double unit = Math.ulp((float) Math.max(Math.abs(expected[i]), change));
                    double error = Math.abs(p.get(i) - expected[i]) / unit;
                    worst = Math.max(worst, error);
                    if (change < LARGEST_CHANGE * Math.abs(before[i])) {
                        bounded = Math.max(bounded, error);
                    }
                }
            }
        }
        return new Measured(step, bounded, worst);
    }
}
