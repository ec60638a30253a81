package io.fletching.provider.muon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import io.fletching.spi.WeightLayout;
import io.fletching.tck.OptimizerTrial;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MuonTest {
    private static final Map<String, String> ORTHOGONAL =
            Map.of("lr", "1", "weight-decay", "0", "polynomial", "convergent", "ns-steps", "30", "adjustment", "none");

    private static final double[] BEFORE = figures("""
            1.168258 -0.006444816 0.6120518 0.37601605 0.73096526 -0.527495 -0.8538929
            -1.1454958 0.88711 -2.0136926 -0.77469224 -0.17209841 -1.3859171 -2.1062853
            -0.3035168 -0.00482767 0.47632864 -0.59399015 1.5044897 1.1609397 -0.14030387""");

    private static final double[] FIRST = figures("""
            0.27014846 -1.4165348 1.1026464 -1.1998885 -0.20843603 2.089865 -0.5520925
            1.2993897 1.0076427 0.366555 -0.257335 -0.04321392 -0.6788248 -1.5378274
            1.8953652 1.4191906 -0.096833475 0.99481076 -0.62639654 1.4945947 -0.440174""");

    private static final double[] SECOND = figures("""
            -0.17863967 -1.0750574 -0.39157566 0.81381804 -0.5604335 0.52207655 -0.39908856
            -1.6276686 0.83343184 -0.09448082 0.97225976 -0.96406096 0.15990837 1.012832
            0.46149245 -2.6211157 0.5485091 -0.9587714 -0.20474225 3.1398804 0.5709562""");

    private static final double[] AFTER = figures("""
            1.1681948 -0.005549037 0.6115915 0.3761068 0.7311493 -0.52809554 -0.85313916
            -1.1452608 0.8861298 -2.0136116 -0.774719 -0.17146596 -1.3855579 -2.1053054
            -0.30428803 -0.0052485294 0.47622943 -0.5942302 1.5045187 1.1594967 -0.14045767""");

    /// By the polynomial that converges, the step is the nearest matrix whose rows (or columns, where there are fewer)
    /// are orthonormal.
    @ParameterizedTest
    @CsvSource({"3, 5", "5, 3", "4, 4", "70, 20", "20, 130", "66, 70", "140, 130"})
    void theStepIsOrthonormal(int rows, int columns) {
        try (var trial = OptimizerTrial.of(new Muon(), ORTHOGONAL, Shape.of(rows, columns))) {
            var random = new Random(rows);
            for (int i = 0; i < rows * columns; i++) {
                trial.gradient().set(i, random.nextGaussian() * 100);
            }
            trial.step();
            boolean wide = rows <= columns;
            for (int i = 0; i < Math.min(rows, columns); i++) {
                for (int j = 0; j <= i; j++) {
                    double product = 0;
                    for (int k = 0; k < Math.max(rows, columns); k++) {
                        product += wide
                                ? trial.parameter().get(i * columns + k)
                                        * trial.parameter().get(j * columns + k)
                                : trial.parameter().get(k * columns + i)
                                        * trial.parameter().get(k * columns + j);
                    }
                    assertThat(product).as("product %d, %d", i, j).isCloseTo(i == j ? 1 : 0, within(1e-4));
                }
            }
            assertThat(dot(trial.parameter(), trial.gradient())).isNegative();
        }
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (long i = 0; i < a.size(); i++) {
            sum += a.get(i) * b.get(i);
        }
        return sum;
    }

    /// A diagonal gradient stays diagonal, and each number goes through the polynomial alone.
    @Test
    void thePolynomialIsAppliedToSingularValues() {
        var options = Map.of("lr", "1", "weight-decay", "0", "ns-steps", "2", "adjustment", "none");
        try (var trial = OptimizerTrial.of(new Muon(), options, Shape.of(2, 2))) {
            trial.gradient().set(0, 3);
            trial.gradient().set(3, -4);
            trial.step();
            assertThat(trial.parameter().get(0)).isCloseTo(-quick(quick(0.6)), within(1e-5));
            assertThat(trial.parameter().get(3)).isCloseTo(quick(quick(0.8)), within(1e-5));
            assertThat(trial.parameter().get(1)).isZero();
        }
    }

    private static double quick(double x) {
        return 3.4445 * x - 4.7750 * Math.pow(x, 3) + 2.0315 * Math.pow(x, 5);
    }

    @Test
    void decayAndMomentumAreOfTheHostsRate() {
        var options = Map.of("lr", "0.2", "weight-decay", "0.5", "momentum", "0.75");
        try (var trial = OptimizerTrial.of(new Muon(), options, Shape.of(1, 2))) {
            trial.parameter().set(0, 1);
            trial.gradient().set(1, 1024);
            trial.gradientScale(1 / 1024.0).schedule(0.5).decay(0.1).step();
            assertThat(trial.parameter().get(0)).isCloseTo(1 - 0.1 * 0.5 * 0.1, within(1e-7));
            assertThat(trial.kept().get("momentum").get(1)).isCloseTo(0.25, within(1e-7));
        }
    }

    /// The second direction is a mix of two gradients at right angles, and the look ahead and the correction weigh
    /// the new one differently. With a single row, the iteration changes no ratio.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void theLookAheadWeighsTheNewGradient(boolean nesterov, boolean corrected) {
        var options = Map.of(
                "lr",
                "1",
                "weight-decay",
                "0",
                "momentum",
                "0.5",
                "nesterov",
                String.valueOf(nesterov),
                "bias-correction",
                String.valueOf(corrected));
        try (var trial = OptimizerTrial.of(new Muon(), options, Shape.of(1, 2))) {
            trial.gradient().set(0, 1);
            trial.step();
            double first = trial.parameter().get(0);
            trial.gradient().set(0, 0);
            trial.gradient().set(1, 1);
            trial.step();
            // m = (1/4, 1/2): u is m, or m / 2 + g / 2, or m / 2 / (1 − 1/8) + g / 2 / (1 − 1/4).
            double mean = nesterov ? 0.5 / (corrected ? 0.875 : 1) : 1;
            double now = nesterov ? 0.5 / (corrected ? 0.75 : 1) : 0;
            assertThat((trial.parameter().get(0) - first) / trial.parameter().get(1))
                    .isCloseTo(mean * 0.25 / (mean * 0.5 + now), within(1e-6));
        }
    }

    /// Inputs and outputs are the layout's.
    @Test
    void theShapeAdjustsTheRate() {
        var tall = Parameter.of("p", Shape.of(8, 2));
        var inOut = Parameter.of("p", Shape.of(2, 8), WeightLayout.IN_OUT);
        for (var parameter : new Parameter[] {tall, inOut}) {
            assertThat(Muon.Adjustment.ORIGINAL.factor(parameter)).isEqualTo(2);
            assertThat(Muon.Adjustment.MATCH_RMS_ADAMW.factor(parameter)).isCloseTo(0.2 * Math.sqrt(8), within(1e-15));
        }
        assertThat(Muon.Adjustment.ORIGINAL.factor(Parameter.of("p", Shape.of(2, 8))))
                .isEqualTo(1);
    }

    @Test
    void whatIsNoMatrixIsRefusedWithTheCure() {
        var rule = new Muon().bind(new Muon().descriptor().parse(Map.of()));
        assertThatThrownBy(() -> rule.layout(Parameter.of("conv", Shape.of(4, 3, 3, 3))))
                .isInstanceOf(FletchingException.class)
                .hasMessage(
                        "Parameter 'conv' [4, 3, 3, 3]: is no matrix, and muon updates nothing else; name an optimizer"
                                + " for the others, such as adamw (--others adamw).");
    }

    @Test
    void theOutermostWeightsAreLeftToOthersUnlessItIsSaid() {
        var head = Parameter.of("head", Shape.of(10, 64)).outermost();
        var muon = new Muon();
        assertThatThrownBy(() -> muon.bind(muon.descriptor().parse(Map.of())).layout(head))
                .hasMessageContaining("outermost=false");
        var all = muon.bind(muon.descriptor().parse(Map.of("outermost", "true")));
        assertThat(all.layout(head).passes()).hasSize(18);
    }

    /// Two steps of PyTorch 2.15 with its defaults, and its rounding to bfloat16.
    @Test
    void itReproducesFiguresOfPyTorch() {
        try (var trial = OptimizerTrial.of(new Muon(), Map.of("lr", "1e-3", "precision", "bfloat16"), Shape.of(3, 7))) {
            fill(trial.parameter(), BEFORE);
            fill(trial.gradient(), FIRST);
            trial.step();
            fill(trial.gradient(), SECOND);
            trial.step();
            for (int i = 0; i < AFTER.length; i++) {
                assertThat(trial.parameter().get(i)).isCloseTo(AFTER[i], within(1e-6));
            }
        }
    }

    private static double[] figures(String text) {
        return Stream.of(text.split("\\s+")).mapToDouble(Double::parseDouble).toArray();
    }

    private static void fill(Tensor tensor, double[] values) {
        for (int i = 0; i < values.length; i++) {
            tensor.set(i, values[i]);
        }
    }
}
