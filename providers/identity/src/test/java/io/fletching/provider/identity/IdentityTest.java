package io.fletching.provider.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.WeightLayout;
import io.fletching.tck.InitializerTrial;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IdentityTest {
    /// The elements that are not 0, all of which must be `value`.
    private static long[] places(
            Initializer initializer, Map<String, String> options, Parameter parameter, double value) {
        try (var trial = InitializerTrial.of(initializer, options, parameter, 1)) {
            var values = trial.values();
            long[] places = LongStream.range(0, values.size())
                    .filter(i -> values.get(i) != 0)
                    .toArray();
            assertThat(LongStream.of(places).mapToDouble(values::get)).containsOnly(value);
            return places;
        }
    }

    private static long[] dirac(int groups, WeightLayout layout, long... dims) {
        var parameter = Parameter.of("weight", Shape.of(dims), layout);
        return places(new Dirac(), Map.of("groups", String.valueOf(groups)), parameter, 1);
    }

    @Test
    void theDiagonalHasTheGain() {
        var options = Map.of("gain", "2");
        assertThat(places(new Identity(), options, Parameter.of("w", Shape.of(3, 4)), 2))
                .containsExactly(0, 5, 10);
        assertThat(places(new Identity(), options, Parameter.of("w", Shape.of(4, 3)), 2))
                .containsExactly(0, 4, 8);
    }

    /// Of several parts, in which the diagonal begins anywhere.
    @Test
    void theDiagonalCrossesParts() {
        var places = places(new Identity(), Map.of(), Parameter.of("w", Shape.of(500, 700)), 1);
        assertThat(places)
                .containsExactly(LongStream.range(0, 500).map(i -> i * 701).toArray());
    }

    @Test
    void theDeltaStandsInTheMiddleOfTheField() {
        assertThat(dirac(1, WeightLayout.OUT_IN, 3, 2, 3)).containsExactly(1, 10);
        assertThat(dirac(1, WeightLayout.OUT_IN, 2, 2, 2, 4)).containsExactly(6, 30);
        assertThat(dirac(3, WeightLayout.OUT_IN, 6, 2, 1)).containsExactly(0, 3, 4, 7, 8, 11);
        assertThat(dirac(2, WeightLayout.OUT_IN, 4, 3)).containsExactly(0, 4, 6, 10);
    }

    /// [field, in, out] is the transpose of [out, in, field].
    @Test
    void eachLayoutHasItsAxes() {
        assertThat(dirac(1, WeightLayout.IN_OUT, 3, 2, 3)).containsExactly(6, 10);
        assertThat(dirac(3, WeightLayout.IN_OUT, 1, 2, 6)).containsExactly(0, 2, 4, 7, 9, 11);
    }

    @Test
    void whatDoesNotFitIsRefusedByName() {
        refused(
                new Identity(),
                Map.of(),
                Shape.of(2, 2, 3),
                "Parameter 'w' [2, 2, 3]: 'identity' needs a matrix; take 'dirac' for a convolution.");
        refused(
                new Dirac(),
                Map.of("groups", "2"),
                Shape.of(3, 2, 3),
                "Parameter 'w' [3, 2, 3]: 'dirac' has groups '2', which do not divide its outputs.");
        refused(
                new Dirac(),
                Map.of(),
                Shape.of(3),
                "Parameter 'w' [3]: 'dirac' needs outputs and inputs, and this is a vector.");
    }

    private static void refused(Initializer initializer, Map<String, String> options, Shape shape, String message) {
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> InitializerTrial.of(initializer, options, Parameter.of("w", shape), 1))
                .withMessage(message);
    }
}
