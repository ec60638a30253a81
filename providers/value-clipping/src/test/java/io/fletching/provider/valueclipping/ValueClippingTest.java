package io.fletching.provider.valueclipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.tck.ClipperTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueClippingTest {
    @ParameterizedTest
    @CsvSource({"0.25, 0.25", "-0.25, -0.25", "0.5, 0.5", "3, 0.5", "-3, -0.5", "1e20, 0.5", "-1e20, -0.5", "NaN, NaN"})
    void bothSidesAreBounded(double gradient, double clipped) {
        try (var trial = ClipperTrial.of(new ValueClipping(), Map.of("max-value", "0.5"), Shape.of(1))) {
            trial.gradient(0).set(0, gradient);
            trial.clip(1);
            assertThat(trial.gradient(0).get(0)).isEqualTo(Double.valueOf(clipped));
        }
    }

    @Test
    void whatIsBoundedHasThePendingFactorInIt() {
        try (var trial = ClipperTrial.of(new ValueClipping(), Map.of("max-value", "0.5"), Shape.of(2))) {
            trial.gradient(0).set(0, 3);
            trial.gradient(0).set(1, -8);
            trial.clip(0.125);
            assertThat(trial.gradient(0).get(0)).isEqualTo(0.375);
            assertThat(trial.gradient(0).get(1)).isEqualTo(-0.5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "inf", "NaN"})
    void aBoundThatIsNoneIsRefused(String bound) {
        var descriptor = new ValueClipping().descriptor();
        assertThatThrownBy(() -> descriptor.parse(Map.of("max-value", bound)))
                .isInstanceOf(FletchingException.class)
                .hasMessage("Option 'max-value' of 'value-clipping' is '" + bound
                        + "'; expected (0, 3.4028234663852886E38].");
    }
}
