package io.fletching.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GainTest {
    private static final Option<Double> GAIN = Option.gain();

    @ParameterizedTest
    @CsvSource({
        "linear, 1",
        "sigmoid, 1",
        "tanh, 1.6666666666666667",
        "relu, 1.4142135623730951",
        "leaky-relu, 1.4141428569978354",
        "leaky-relu:0.2, 1.3867504905630728",
        "leaky-relu:-1, 1",
        "selu, 0.75",
        "0.5, 0.5"
    })
    void isANumberOrThatOfAnActivation(String text, double gain) {
        assertThat(GAIN.parse("x", text)).isEqualTo(gain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gelu", "leaky-relu:", "leaky-relu:x", "leaky-relu:1e200", "relu:0.1", "0", "-1", "1.1e30"})
    void isNothingElse(String text) {
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> GAIN.parse("xavier", text))
                .withMessage(
                        "Option 'gain' of 'xavier' is '" + text + "'; expected (0, 1.0E30] | linear | sigmoid | tanh"
                                + " | relu | leaky-relu | leaky-relu:SLOPE | selu.");
    }

    @Test
    void isKeptAsANumber() {
        var descriptor = Descriptor.of("x", "X", GAIN);
        var options = descriptor.parse(Map.of("gain", "relu"));
        assertThat(options.texts()).containsEntry("gain", "1.4142135623730951");
        assertThat(descriptor.parse(options.texts())).isEqualTo(options);
        assertThat(descriptor.parse(Map.of()).get(GAIN)).isEqualTo(1);
    }
}
