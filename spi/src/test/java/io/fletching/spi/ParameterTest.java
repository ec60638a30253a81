package io.fletching.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ParameterTest {
    @Test
    void theFanFollowsOutputsFirst() {
        assertThat(fan(256, 784)).isEqualTo(Fan.of(784, 256));
        assertThat(fan(64, 3, 5, 5)).isEqualTo(Fan.of(75, 1600));
        assertThat(fan(10)).isEqualTo(Fan.of(10, 10));
        assertThat(fan()).isEqualTo(Fan.of(1, 1));
        assertThat(fan(0, 4)).isEqualTo(Fan.of(4, 1));
        assertThat(fan(256, 784).average()).isEqualTo(520);
        assertThat(fan(2, 1).average()).isEqualTo(1.5);
        assertThat(fan(8, 2).geometricMean()).isEqualTo(4);
    }

    private static Fan fan(long... dims) {
        return Parameter.of("w", Shape.of(dims)).fan();
    }

    @Test
    void theLayoutTellsFanAndOutputAxisTogether() {
        Parameter keras = Parameter.of("w", Shape.of(784, 256), WeightLayout.IN_OUT);
        assertThat(keras.fan()).isEqualTo(fan(256, 784)).isEqualTo(Fan.of(784, 256));
        assertThat(keras.outputAxis()).isOne();
        assertThat(keras.layout()).isEqualTo(WeightLayout.IN_OUT);
        assertThat(keras)
                .isNotEqualTo(Parameter.of("w", Shape.of(784, 256))
                        .withFan(keras.fan())
                        .withOutputAxis(1));
        Parameter kernel = Parameter.of("w", Shape.of(5, 5, 3, 64), WeightLayout.IN_OUT);
        assertThat(kernel.fan()).isEqualTo(fan(64, 3, 5, 5));
        assertThat(kernel.outputAxis()).isEqualTo(3);
        Parameter bias = Parameter.of("b", Shape.of(10), WeightLayout.IN_OUT);
        assertThat(bias.fan()).isEqualTo(fan(10));
        assertThat(bias.outputAxis()).isZero();
        assertThat(Parameter.of("w", Shape.of(2, 3)).layout()).isEqualTo(WeightLayout.OUT_IN);
    }

    @Test
    void aLayerMaySayOtherwise() {
        Parameter weight = Parameter.of("w", Shape.of(784, 256));
        assertThat(weight.withFan(Fan.of(784, 256)).fan()).isEqualTo(Fan.of(784, 256));
        assertThat(weight.outputAxis()).isZero();
        assertThat(weight.withOutputAxis(1).outputAxis()).isOne();
        assertThat(weight.withOutputAxis(1).fan()).isEqualTo(weight.fan());
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> weight.withOutputAxis(2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> weight.withOutputAxis(-1));
    }

    @Test
    void parametersAreEqualByWhatTheySay() {
        Parameter weight = Parameter.of("w", Shape.of(2, 3));
        assertThat(weight)
                .hasToString("w[2, 3]")
                .isEqualTo(Parameter.of("w", Shape.of(2, 3)))
                .hasSameHashCodeAs(Parameter.of("w", Shape.of(2, 3)))
                .isNotEqualTo(Parameter.of("v", Shape.of(2, 3)))
                .isNotEqualTo(Parameter.of("w", Shape.of(6)))
                .isNotEqualTo(weight.withFan(Fan.of(9, 9)))
                .isNotEqualTo(weight.withOutputAxis(1));
        assertThat(weight.fan()).hasToString("3 in, 2 out").hasSameHashCodeAs(Fan.of(3, 2));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parameter.of(" ", Shape.of(1)))
                .withMessage("A parameter needs a name.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fan.of(0, 3))
                .withMessage("A fan of 0 in, 3 out; expected at least 1 each.");
    }

    @Test
    void aRuleThatCannotUpdateItSaysSo() {
        var error = FletchingException.unsupported(Parameter.of("bias", Shape.of(3)), "Muon needs a matrix.");
        assertThat(error).hasMessage("Parameter 'bias' [3]: Muon needs a matrix.");
        assertThat(error.kind()).isEqualTo(FletchingException.Kind.USER);
        assertThat(error.code()).isEqualTo("parameter-unsupported");
    }
}
