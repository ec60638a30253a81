package io.fletching.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fletching.spi.FletchingException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTest {
    private enum Mode {
        FAN_IN,
        FAN_OUT,
        GEOMETRIC_MEAN
    }

    private static final Option<Double> ANY =
            Option.real("any", "Any real", 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    private static final Option<Double> FINITE =
            Option.real("finite", "Finite", 0, -Double.MAX_VALUE, Double.MAX_VALUE);
    private static final Option<Double> DECAY = Option.real("decay", "Weight decay", 0.01, 0, Double.MAX_VALUE);
    private static final Option<Double> BETA = Option.fraction("beta1", "Decay of the mean", 0.9);
    private static final Option<Double> POSITIVE = Option.positive("eps", "Added to the root", 1e-8);
    private static final Option<Long> GROUPS = Option.integer("groups", "Groups", 1, 1, 64);
    private static final Option<Long> STEPS = Option.integer("steps", "Steps", 0, 0, Long.MAX_VALUE);
    private static final Option<Boolean> NESTEROV = Option.flag("nesterov", "Look ahead", false);
    private static final Option<Mode> MODE = Option.choice("mode", "Which fan", Mode.FAN_IN);

    @Test
    void rangesAreWords() {
        assertThat(List.of(ANY, FINITE, DECAY, BETA, POSITIVE, GROUPS, STEPS, NESTEROV, MODE))
                .extracting(Option::range)
                .containsExactly(
                        "[-∞, ∞]",
                        "(-∞, ∞)",
                        "[0, ∞)",
                        "[0, 1)",
                        "(0, ∞)",
                        "1 to 64",
                        "0 or more",
                        "true or false",
                        "fan-in | fan-out | geometric-mean");
        assertThat(Option.positive("scale", "Scale", 1, 64).range()).isEqualTo("(0, 64]");
        assertThat(Option.learningRate(1e-3)).hasToString("lr [0, ∞), default 0.001");
        assertThat(MODE).hasToString("mode fan-in | fan-out | geometric-mean, default fan-in");
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                1,
                -3,
                0.1,
                1e-8,
                -2.5e-300,
                Double.MIN_VALUE,
                999_999,
                1e6,
                123_456_789,
                1e22,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY
            })
    void everyRealReadsBackFromItsText(double value) {
        // As an object: 0 and -0 are one number and two values.
        assertThat((Object) ANY.parse("x", Option.text(value))).isEqualTo(value);
    }

    @Test
    void canonicalTextsAreShort() {
        assertThat(List.of(1.0, 0.9, 1e-8, 0.0, -2.0, 5L, true, Mode.GEOMETRIC_MEAN))
                .extracting(Option::text)
                .containsExactly("1", "0.9", "1.0E-8", "0", "-2", "5", "true", "geometric-mean");
    }

    @Test
    void numbersAreReadAsPeopleWriteThem() {
        for (String text : List.of("3e-3", "0.003", " 0.003 ", "+.003", "3E-03", "00.0030")) {
            assertThat(DECAY.parse("x", text)).isEqualTo(0.003);
        }
        assertThat(DECAY.parse("x", "1.")).isEqualTo(1);
        assertThat(ANY.parse("x", "-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(ANY.parse("x", "inf")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(GROUPS.parse("x", " 64 ")).isEqualTo(64);
        assertThat(STEPS.parse("x", "9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(NESTEROV.parse("x", "true")).isTrue();
        assertThat(MODE.parse("x", "fan-out")).isEqualTo(Mode.FAN_OUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "NaN", "nan", "1d", "0.5f", "0x1p3", "1,5", "1_0", "e3", "--1", "1e", "٣", "true", "1 2"
            })
    void whatIsNoNumberIsRefused(String text) {
        refused(ANY, text);
        refused(STEPS, text);
    }

    @Test
    void boundsAreChecked() {
        accepted(BETA, "0", "0.9999999999999999");
        refused(BETA, "1", "-1e-300", "1.0", "inf");
        accepted(POSITIVE, "4.9e-324", "1e308");
        refused(POSITIVE, "0", "-0.0", "1e-400", "1e400", "inf");
        accepted(Option.positive("scale", "Scale", 1, 64), "4.9e-324", "64");
        refused(Option.positive("scale", "Scale", 1, 64), "0", "64.00000000000001", "inf");
        accepted(FINITE, "-1e308", "1e308");
        refused(FINITE, "1e309", "-inf");
        accepted(GROUPS, "1", "64");
        refused(GROUPS, "0", "65", "-1", "1.0", "1e1", "9223372036854775808");
        refused(STEPS, "-1");
        refused(NESTEROV, "TRUE", "yes", "1");
        refused(MODE, "FAN_IN", "fan_in", "Fan-In", "fan");
    }

    @Test
    void numbersWithCommasBetweenAreAList() {
        Option<List<Double>> at = Option.reals("at", "Where it steps", List.of(0.5, 20.0), 0, 100);
        assertThat(at.range()).isEqualTo("numbers of [0, 100] with commas between");
        assertThat(Option.text(at.initial())).isEqualTo("0.5,20");
        assertThat(at.parse("test", " 1, 2.5 ,3e1")).containsExactly(1.0, 2.5, 30.0);
        refused(at, "", "1,", "1,101", "1;2", "1,nan");
    }

    private static void accepted(Option<?> option, String... texts) {
        for (String text : texts) {
            assertThat(option.parse("adamw", text)).isNotNull();
        }
    }

    private static void refused(Option<?> option, String... texts) {
        for (String text : texts) {
            assertThatExceptionOfType(FletchingException.class)
                    .isThrownBy(() -> option.parse("adamw", text))
                    .withMessage("Option '" + option.name() + "' of 'adamw' is '" + text + "'; expected "
                            + option.range() + ".")
                    .matches(error -> error.kind() == Kind.USER && error.code().equals("option-value"));
        }
    }

    @Test
    void aDefaultOutOfRangeIsTheProvidersMistake() {
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> Option.fraction("beta1", "Decay of the mean", 1))
                .withMessage("The default of option 'beta1' is '1'; expected [0, 1).")
                .matches(error -> error.kind() == Kind.PROVIDER && error.code().equals("option-default"));
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> Option.real("x", "", Double.NaN, -1, 1))
                .withMessage("The default of option 'x' is 'NaN'; expected [-1, 1].");
    }

    @Test
    void theLanguageOfTheMachineChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(Option.text(Mode.GEOMETRIC_MEAN)).isEqualTo("geometric-mean");
            assertThat(MODE.parse("x", "fan-in")).isEqualTo(Mode.FAN_IN);
            assertThat(ANY.parse("x", "INFINITY")).isEqualTo(Double.POSITIVE_INFINITY);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void optionsAreEqualByWhatTheySay() {
        assertThat(Option.fraction("beta1", "Decay of the mean", 0.9))
                .isEqualTo(BETA)
                .hasSameHashCodeAs(BETA)
                .isNotEqualTo(Option.fraction("beta1", "Decay of the mean", 0.8))
                .isNotEqualTo(Option.fraction("beta2", "Decay of the mean", 0.9))
                .isNotEqualTo(Option.fraction("beta1", "Another", 0.9))
                .isNotEqualTo(Option.real("beta1", "Decay of the mean", 0.9, 0, 1))
                .isNotEqualTo(Map.of());
    }
}
