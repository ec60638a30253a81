package io.fletching.provider.variancescaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Initializer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.WeightLayout;
import io.fletching.tck.InitializerTrial;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarianceScalingTest {
    private static final Shape SHAPE = Shape.of(300, 500);

    private static double deviation(Initializer initializer, Map<String, String> options, WeightLayout layout) {
        try (var trial = InitializerTrial.of(initializer, options, Parameter.of("weight", SHAPE, layout), 1)) {
            var values = trial.values();
            return Math.sqrt(LongStream.range(0, values.size())
                    .mapToDouble(values::get)
                    .map(v -> v * v / SHAPE.size())
                    .sum());
        }
    }

    private static double largest(Initializer initializer, Map<String, String> options) {
        try (var trial = InitializerTrial.of(initializer, options, Parameter.of("weight", SHAPE), 1)) {
            var values = trial.values();
            return LongStream.range(0, values.size())
                    .mapToDouble(values::get)
                    .map(Math::abs)
                    .max()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fan-in, out-in, 0.0632456", // √(2 / 500)
        "fan-in, in-out, 0.0816497", // √(2 / 300)
        "fan-out, out-in, 0.0816497",
        "fan-out, in-out, 0.0632456",
        "fan-average, out-in, 0.0707107", // √(2 / 400)
        "fan-average, in-out, 0.0707107",
        "fan-geometric, out-in, 0.0718645" // √(2 / √150,000)
    })
    void theDeviationIsThatOfTheFanInEitherLayout(String mode, String layout, double expected) {
        var weightLayout = layout.equals("out-in") ? WeightLayout.OUT_IN : WeightLayout.IN_OUT;
        for (String distribution : new String[] {"uniform", "normal", "truncated-normal"}) {
            var options = Map.of("scale", "2", "mode", mode, "distribution", distribution);
            assertThat(deviation(new VarianceScaling(), options, weightLayout))
                    .isCloseTo(expected, within(0.01 * expected));
        }
    }

    @Test
    void leCunIsOneOfItsCases() {
        var parameter = Parameter.of("weight", SHAPE);
        try (var special = InitializerTrial.of(new LeCun(), Map.of(), parameter, 1);
                var general = InitializerTrial.of(new VarianceScaling(), Map.of(), parameter, 1)) {
            assertThat(special.values().data().mismatch(general.values().data()))
                    .isEqualTo(-1);
        }
    }

    /// DL4J draws LeCun's uniform form, and its variance scaling, within 3 / √fan, where √(3 / fan) is the
    /// formula: √3 too wide.
    @Test
    void theUniformBoundIsNotWiderByRootThree() {
        double ours = Math.sqrt(3.0 / 500);
        double dl4j = 3 / Math.sqrt(500);
        assertThat(dl4j / ours).isCloseTo(Math.sqrt(3), within(1e-12));
        assertThat(largest(new LeCun(), Map.of("distribution", "uniform"))).isBetween(0.999 * ours, 1.000001 * ours);
    }

    /// DL4J cuts a normal of deviation 1 / √fan at two of it and leaves 0.8796 of that deviation.
    @Test
    void theTruncatedFormIsCorrectedFor() {
        double ours = 1 / Math.sqrt(500);
        double dl4j = 0.8796256610342398 * ours;
        assertThat(deviation(new LeCun(), Map.of(), WeightLayout.OUT_IN)).isCloseTo(ours, within(0.005 * ours));
        assertThat(deviation(new LeCun(), Map.of(), WeightLayout.OUT_IN)).isNotCloseTo(dl4j, within(0.1 * dl4j));
        assertThat(largest(new LeCun(), Map.of())).isBetween(0.999 * 2 * ours / 0.8796257, 2 * ours / 0.8796256);
    }
}
