package io.fletching.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.fletching.spi.FletchingException.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorTest {
    private static final Option<Double> LR = Option.learningRate(1e-3);
    private static final Option<Double> BETA1 = Option.fraction("beta1", "Decay of the mean", 0.9);
    private static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the square", 0.999);
    private static final Option<Boolean> AMSGRAD = Option.flag("amsgrad", "Keep the largest square", false);

    private final Descriptor adamw = Descriptor.of("adamw", "Adam with decoupled decay", LR, BETA1, BETA2, AMSGRAD)
            .paper("https://arxiv.org/abs/1711.05101");

    @Test
    void saysWhatItWasGiven() {
        assertThat(adamw.name()).isEqualTo("adamw");
        assertThat(adamw.summary()).isEqualTo("Adam with decoupled decay");
        assertThat(adamw.paper()).isEqualTo("https://arxiv.org/abs/1711.05101");
        assertThat(adamw.options()).containsExactly(LR, BETA1, BETA2, AMSGRAD);
        assertThat(Descriptor.of("plain", "Nothing").paper()).isEmpty();
    }

    @Test
    void absentOptionsAreTheirDefaults() {
        Options options = adamw.parse(Map.of("beta1", "0.8"));
        assertThat(options.get(BETA1)).isEqualTo(0.8);
        assertThat(options.get(BETA2)).isEqualTo(0.999);
        assertThat(options.get(AMSGRAD)).isFalse();
        assertThat(options.texts())
                .containsExactly(
                        entry("lr", "0.001"),
                        entry("beta1", "0.8"),
                        entry("beta2", "0.999"),
                        entry("amsgrad", "false"));
        assertThat(options).hasToString("adamw{lr=0.001, beta1=0.8, beta2=0.999, amsgrad=false}");
    }

    @Test
    void textsReadBackToTheSameOptions() {
        Options options = adamw.parse(Map.of("lr", "3e-3", "amsgrad", "true"));
        Options again = adamw.parse(options.texts());
        assertThat(again).isEqualTo(options).hasSameHashCodeAs(options);
        assertThat(again.texts()).isEqualTo(options.texts());
        assertThat(again).isNotEqualTo(adamw.parse(Map.of()));
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheNearestAndAll() {
        unknown("beat1", "'adamw' has no option 'beat1'. Did you mean 'beta1'? Options: [lr, beta1, beta2, amsgrad].");
        unknown("momentum", "'adamw' has no option 'momentum'. Options: [lr, beta1, beta2, amsgrad].");
        unknown("xy", "'adamw' has no option 'xy'. Options: [lr, beta1, beta2, amsgrad].");
        unknown("Lr", "'adamw' has no option 'Lr'. Did you mean 'lr'? Options: [lr, beta1, beta2, amsgrad].");
        unknown("", "'adamw' has no option ''. Options: [lr, beta1, beta2, amsgrad].");
    }

    private void unknown(String given, String message) {
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> adamw.parse(Map.of(given, "1")))
                .withMessage(message)
                .matches(error -> error.kind() == Kind.USER && error.code().equals("option-unknown"));
    }

    @Test
    void aValueOutOfRangeIsQuoted() {
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> adamw.parse(Map.of("beta1", "1.0")))
                .withMessage("Option 'beta1' of 'adamw' is '1.0'; expected [0, 1).");
    }

    @Test
    void readingAnUndeclaredOptionIsTheProvidersMistake() {
        Options options = adamw.parse(Map.of());
        for (Option<?> option : List.of(Option.flag("fused", "", true), Option.integer("beta1", "", 1, 1, 2))) {
            assertThatExceptionOfType(FletchingException.class)
                    .isThrownBy(() -> options.get(option))
                    .withMessage(
                            "'adamw' reads the option '" + option.name() + "', which its descriptor does not declare.")
                    .matches(error ->
                            error.kind() == Kind.PROVIDER && error.code().equals("option-undeclared"));
        }
    }

    @Test
    void anOptionIsDeclaredOnce() {
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> Descriptor.of("adamw", "", BETA1, LR, BETA1))
                .withMessage("'adamw' declares an option twice.")
                .matches(error -> error.kind() == Kind.PROVIDER && error.code().equals("option-twice"));
    }

    @Test
    void descriptorsAreEqualByWhatTheySay() {
        assertThat(Descriptor.of("adamw", "Adam with decoupled decay", LR, BETA1, BETA2, AMSGRAD)
                        .paper("https://arxiv.org/abs/1711.05101"))
                .isEqualTo(adamw)
                .hasSameHashCodeAs(adamw)
                .isNotEqualTo(adamw.paper(""))
                .isNotEqualTo(Descriptor.of("adamw", "Adam with decoupled decay", LR)
                        .paper("https://arxiv.org/abs/1711.05101"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "he", "norm-clipping", "adamw8bit", "a1-2-b3"})
    void goodNames(String name) {
        assertThat(Descriptor.of(name, "").name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1a", "-a", "a-", "a--b", "a_b", "a b", "é", "a\n"})
    void badNames(String name) {
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> Descriptor.of(name, ""))
                .withMessage("The name of a provider is '" + name
                        + "'; expected lower-case words joined by dashes, such as 'weight-decay'.")
                .matches(error -> error.kind() == Kind.PROVIDER && error.code().equals("name"));
        assertThatExceptionOfType(FletchingException.class).isThrownBy(() -> Option.flag(name, "", true));
        assertThatExceptionOfType(FletchingException.class).isThrownBy(() -> StateSlot.like(name));
    }

    @ParameterizedTest
    @CsvSource({
        "beat1, beta1",
        "bta1, beta1",
        "beta, beta1",
        "beta11, beta1",
        "lrr, lr",
        "weightdecay, weight-decay",
        "wieght-deacy, weight-decay",
        "Weight_Decay, weight-decay",
        "LR, lr",
        "decay, weight-decay",
        "de, ''",
        "be, ''",
        "x, ''"
    })
    void nearestNames(String given, String nearest) {
        assertThat(Names.nearest(given, List.of("lr", "beta1", "beta2", "weight-decay")))
                .isEqualTo(nearest);
    }

    @Test
    void aNameThatSaysMoreIsNearWhereItIsTheOnlyOne() {
        assertThat(Names.nearest("norm", List.of("none", "value-clipping", "norm-clipping")))
                .isEqualTo("norm-clipping");
        assertThat(Names.nearest("norm", List.of("none", "layernorm", "rmsnorm")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ReLU, relu",
        "KIND, kind",
        "norm, ''",
        "norm-, norm-clipping",
        "layer, layernorm",
        "clipping, norm-clipping",
        "depth, fan-depth-in",
        "dept, ''",
        "rel, relu",
        "iris, iris.csv",
        "net, ''",
        "[, ''",
        "pt, ''"
    })
    void aNameThatSaysMoreIsNear(String given, String nearest) {
        List<String> known = List.of(
                "none",
                "relu",
                "kind",
                "kindness",
                "layernorm",
                "norm-clipping",
                "fan-depth-in",
                "iris.csv",
                "net-first",
                "net-second");
        assertThat(Names.nearest(given, known)).isEqualTo(nearest);
    }
}
