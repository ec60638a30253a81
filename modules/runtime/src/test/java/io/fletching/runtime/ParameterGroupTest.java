package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Groups as texts.
class ParameterGroupTest {
    private final Memory memory = Memory.create();
    private final Variables variables = new Variables(memory);

    @AfterEach
    void close() {
        memory.close();
    }

    private static Technique<Optimizer> find(String name) {
        return switch (name) {
            case "plain" -> Technique.<Optimizer>of(new Rules.Plain("plain"));
            case "ratio" -> Technique.<Optimizer>of(new Rules.Ratio());
            default -> throw new IllegalArgumentException("There is no optimizer '" + name + "'.");
        };
    }

    private Updater updater(List<String> groups) {
        for (var entry : List.of("stem.weight", "stem.bias", "norm.gamma")) {
            Role role = entry.endsWith("bias") ? Role.BIAS : entry.startsWith("norm") ? Role.NORM : Role.WEIGHT;
            Variable variable = variables.create(Parameter.of(entry, Shape.of(2, 1)), DType.F32, role);
            variable.value().set(0, 1);
            variable.gradient().set(0, 1);
        }
        UpdaterBuilder plan = Updater.of(variables).optimizer(find("plain"));
        groups.forEach(group -> plan.group(ParameterGroup.parse(group, ParameterGroupTest::find)));
        return plan.build();
    }

    private double value(String name) {
        return variables.get(name).value().get(0);
    }

    @Test
    void rolesPatternsAndOptionsAreRead() {
        updater(List.of(
                        "role=bias lr-factor=2 decay-factor=0.5 decay=1",
                        "norm.* frozen",
                        "role=norm frozen=false lr-factor=3",
                        "*.weight lr=0.5 optimizer=plain"))
                .update(1, 1);
        assertThat(value("stem.bias")).as("1 · (1 − 0.2 · 0.5) − 0.2").isEqualTo(0.7, within(1e-6));
        assertThat(value("norm.gamma")).isEqualTo(0.7, within(1e-6));
        assertThat(value("stem.weight")).isEqualTo(0.5, within(1e-6));
    }

    @Test
    void aGroupHasAnOptimizerOfItsOwn() {
        assertThat(updater(List.of("role=weight optimizer=ratio")).state())
                .containsKey("stem.weight/ratio/mean")
                .doesNotContainKey("stem.bias/ratio/mean");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.bias | nothing is different for its parameters",
                "* frozen=maybe | 'frozen' is true or false",
                "* unclipped= | 'unclipped' is true or false",
                "* lr-factor=-1 | 'lr-factor=-1' has no number of at least 0",
                "* lr-factor | 'lr-factor' has no number",
                "* thaw | 'thaw' says nothing",
                "* =3 | '=3' says nothing",
                "role=bases frozen | 'role=bases' is none of role=weight, role=bias and role=norm"
            })
    void whatIsNoGroupIsRefusedInASentence(String text, String why) {
        assertThatThrownBy(() -> ParameterGroup.parse(text, ParameterGroupTest::find))
                .isInstanceOf(FletchingException.class)
                .hasMessageStartingWith("The parameter group '" + text + "' is not understood: " + why)
                .hasMessageContaining("expected a pattern or a role");
    }

    @Test
    void unknownOptionsOptimizersAndRolesWithoutMembersAreRefused() {
        assertThatThrownBy(() -> updater(List.of("* momentun=1"))).hasMessageContaining("'plain' has no option");
        assertThatThrownBy(() -> ParameterGroup.parse("* optimizer=adma", ParameterGroupTest::find))
                .hasMessageContaining("no optimizer 'adma'");
        try (Memory own = Memory.create()) {
            var weights = new Variables(own);
            weights.create(Parameter.of("w", Shape.of(2)), DType.F32);
            assertThatThrownBy(() -> Updater.of(weights)
                            .optimizer(find("plain"))
                            .group(ParameterGroup.of(Role.NORM).frozen(true))
                            .build())
                    .hasMessageContaining("The parameter group 'role=norm' matches no parameter.");
        }
    }
}
