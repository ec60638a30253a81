package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private final Memory memory = Memory.create();
    private final Variables variables = new Variables(memory);

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void comeInTheOrderOfTheirCreationWithZeroValuesAndGradients() {
        Variable weight = create("b.weight", 2, 3);
        Variable bias = create("a.bias", 3);
        assertThat(variables).containsExactly(weight, bias);
        assertThat(variables.count()).isEqualTo(2);
        assertThat(variables.elements()).isEqualTo(9);
        assertThat(variables.get("a.bias")).isSameAs(bias);
        assertThat(weight.value().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(weight.gradient().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(weight.value().get(5)).isZero();
    }

    @Test
    void namesAreUniqueOverParametersAndBuffers() {
        create("mean", 2);
        variables.keep("buffer", DType.F32, Shape.of(4));
        assertThatThrownBy(() -> variables.keep("mean", DType.F32, Shape.of(2)))
                .isInstanceOf(FletchingException.class)
                .hasMessage("There is a parameter 'mean' already; names are unique.");
        assertThatThrownBy(() -> create("buffer", 1)).isInstanceOf(FletchingException.class);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        create("blocks.0.weight", 2);
        assertThatThrownBy(() -> variables.get("block.0.weight"))
                .hasMessage("There is no parameter 'block.0.weight'. Did you mean 'blocks.0.weight'?"
                        + " Parameters: [blocks.0.weight].");
    }

    @Test
    void onlyFloatingTypesAreTrained() {
        assertThatThrownBy(() -> variables.create(Parameter.of("a", Shape.of(1)), DType.I32))
                .hasMessage("Parameter 'a' of type I32; expected F32, BF16, F16 or F64.");
    }

    @Test
    void zeroGradientsLeavesValues() {
        Variable weight = create("weight", 3);
        weight.value().set(1, 2);
        weight.gradient().set(1, 3);
        variables.zeroGradients();
        assertThat(weight.value().get(1)).isEqualTo(2);
        assertThat(weight.gradient().get(1)).isZero();
    }

    @Test
    void sha256IsOverNamesInByteOrderShapesAndValues() throws Exception {
        // In UTF-16 the second name would come first; in UTF-8 it does not.
        String bmp = "\uff5e";
        String astral = "\ud83d\ude00";
        variables.keep(astral, DType.F64, Shape.of(1)).set(0, 2);
        create(bmp, 1, 2).value().set(1, -1);

        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        expected.update(bmp.getBytes(StandardCharsets.UTF_8));
        expected.update(HexFormat.of().parseHex("0100000000000000" + "0200000000000000"));
        expected.update(HexFormat.of().parseHex("00000000" + "000080bf"));
        expected.update(astral.getBytes(StandardCharsets.UTF_8));
        expected.update(HexFormat.of().parseHex("0100000000000000" + "0000000000000040"));
        assertThat(variables.sha256()).isEqualTo(HexFormat.of().formatHex(expected.digest()));

        variables.get(bmp).value().set(0, -0.0);
        assertThat(variables.sha256()).isNotEqualTo(HexFormat.of().formatHex(expected.digest()));
    }

    private Variable create(String name, long... dims) {
        return variables.create(Parameter.of(name, Shape.of(dims)), DType.F32);
    }
}
