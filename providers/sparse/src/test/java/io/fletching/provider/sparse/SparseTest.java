package io.fletching.provider.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.WeightLayout;
import io.fletching.tck.InitializerTrial;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "0.1, 20", "0.101, 21", "0.9, 180", "1, 200"})
    void everyInputHasAsManyZeros(String sparsity, int zeros) {
        int outputs = 200;
        int inputs = 130;
        double squares = 0;
        for (var layout : WeightLayout.values()) {
            boolean outputsFirst = layout == WeightLayout.OUT_IN;
            var shape = outputsFirst ? Shape.of(outputs, inputs) : Shape.of(inputs, outputs);
            var parameter = Parameter.of("weight", shape, layout);
            try (var trial = InitializerTrial.of(new Sparse(), Map.of("sparsity", sparsity), parameter, 1)) {
                for (int input = 0; input < inputs; input++) {
                    int found = 0;
                    for (int output = 0; output < outputs; output++) {
                        double value =
                                trial.values().get(outputsFirst ? output * inputs + input : input * outputs + output);
                        found += value == 0 ? 1 : 0;
                        squares += value * value / (2 * inputs * outputs);
                    }
                    assertThat(found).as("zeros of input %s, %s", input, layout).isEqualTo(zeros);
                }
            }
        }
        double share = 1 - (double) zeros / outputs;
        assertThat(Math.sqrt(squares)).isCloseTo(0.01 * Math.sqrt(share), within(1e-4));
    }

    /// Of 10 outputs 3 are zero, each as often as any other: 3,000 times of 10,000, with a deviation of 46.
    @Test
    void everyOutputIsAsLikelyZero() {
        int inputs = 10_000;
        var parameter = Parameter.of("weight", Shape.of(10, inputs));
        try (var trial = InitializerTrial.of(new Sparse(), Map.of("sparsity", "0.3"), parameter, 1)) {
            for (int output = 0; output < 10; output++) {
                int found = 0;
                for (int input = 0; input < inputs; input++) {
                    found += trial.values().get((long) output * inputs + input) == 0 ? 1 : 0;
                }
                assertThat(found).isBetween(3000 - 5 * 46, 3000 + 5 * 46);
            }
        }
    }

    @Test
    void aConvolutionIsRefused() {
        var kernel = Parameter.of("kernel", Shape.of(2, 2, 3));
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> InitializerTrial.of(new Sparse(), Map.of(), kernel, 1))
                .withMessage("Parameter 'kernel' [2, 2, 3]: 'sparse' needs a matrix.");
    }
}
