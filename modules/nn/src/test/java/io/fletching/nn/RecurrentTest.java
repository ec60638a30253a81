package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.runtime.Role;
import io.fletching.runtime.Variable;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import org.junit.jupiter.api.Test;

class RecurrentTest extends SmallSequences {

    @Test
    void gatesStartEachByItself() {
        try (Model model = model(Recurrent.lstm(6, XAVIER, ORTHOGONAL), Shape.of(2, 3), DType.F32)) {
            Tensor hidden = model.variables().get("0.hidden-weight").value();
            for (int gate = 0; gate < 4; gate++) {
                for (int row = 0; row < 6; row++) {
                    double square = 0;
                    for (double value : values(hidden, (gate * 6L + row) * 6, 6)) {
                        square += value * value;
                    }
                    assertThat(square).isCloseTo(1, within(1e-5));
                }
            }
            assertThat(values(hidden, 0, 36)).isNotEqualTo(values(hidden, 36, 36));
            double bound = Math.sqrt(6.0 / (3 + 6));
            assertThat(values(model.variables().get("0.input-weight").value(), 0, 72))
                    .allSatisfy(value -> assertThat(value).isBetween(-bound, bound))
                    .anySatisfy(value -> assertThat(value).isGreaterThan(Math.sqrt(6.0 / (3 + 24))));
            Variable bias = model.variables().get("0.input-bias");
            assertThat(values(bias.value(), 6, 6)).containsOnly(1.0);
            assertThat(values(bias.value(), 0, 6)).containsOnly(0.0);
            assertThat(values(bias.value(), 12, 12)).containsOnly(0.0);
            assertThat(bias.role()).isEqualTo(Role.BIAS);
        }
        try (Model model = model(Recurrent.lstm(6, XAVIER, ORTHOGONAL, 0), Shape.of(2, 3), DType.F32)) {
            assertThat(values(model.variables().get("0.input-bias").value(), 0, 24))
                    .containsOnly(0.0);
        }
    }
}
