package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.arrow.Memory;
import io.fletching.linalg.MatrixProduct;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An optimizer for matrices, another for what it refuses, and the product that a step offers.
class OthersTest {
    private final Memory memory = Memory.create();
    private final Variables variables = new Variables(memory);

    /// Keeps G·Gᵀ, and Gᵀ·G + Gᵀ·G, of matrices alone.
    private record Products() implements Optimizer {
        static final StateSlot ROWS = StateSlot.fixed("rows").sized(2, 2);
        static final StateSlot COLUMNS = StateSlot.fixed("columns").sized(3, 3);

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("products", "Products of gradients");
        }

        @Override
        public Rule bind(Options options) {
            return new Rule() {
                @Override
                public StateLayout layout(Parameter parameter) {
                    if (parameter.shape().rank() != 2) {
                        throw FletchingException.unsupported(parameter, "is no matrix.");
                    }
                    return StateLayout.whole(ROWS, COLUMNS).passes(Pass.shares(2), Pass.shares(3));
                }

                @Override
                public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                    if (step.pass() == 0) {
                        step.multiply(
                                gradient, false, gradient, true, state.get(ROWS), step.first(), step.count(), false);
                        return;
                    }
                    for (int i = 0; i < 2; i++) {
                        step.multiply(
                                gradient, true, gradient, false, state.get(COLUMNS), step.first(), step.count(), i > 0);
                    }
                    assertThat(step.parameter()).hasToString("weight[2, 3]");
                }
            };
        }
    }

    @BeforeEach
    void create() {
        var weight = variables.create(Parameter.of("weight", Shape.of(2, 3)), DType.F32);
        for (int i = 0; i < 6; i++) {
            weight.gradient().set(i, i + 1);
        }
        variables
                .create(Parameter.of("bias", Shape.of(2)), DType.F32, Role.BIAS)
                .gradient()
                .set(0, 1);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private UpdaterBuilder products() {
        return Updater.of(variables).optimizer(Technique.of(new Products()));
    }

    @Test
    void whatAnOptimizerRefusesIsLeftToTheOthersOne() {
        try (var updater = products()
                .others(Technique.of(new Rules.Plain("plain")))
                .group(ParameterGroup.of(Role.BIAS).learningRateFactor(5))
                .build()) {
            updater.update(1, 1);
            assertThat(variables.get("bias").value().get(0)).isEqualTo(-0.5, within(1e-7));
            assertThat(updater.meaning())
                    .containsEntry("weight/optimizer", "products v1")
                    .containsEntry("bias/optimizer", "plain v1");
        }
    }

    @Test
    void withoutAnotherOneARefusalIsAnError() {
        assertThatThrownBy(() -> products().build()).hasMessage("Parameter 'bias' [2]: is no matrix.");
    }

    @Test
    void whatIsRefusedCanBeAsked() {
        assertThat(variables.refusedBy(Technique.of(new Products())))
                .extracting(Variable::name)
                .containsExactly("bias");
        assertThat(variables.refusedBy(Technique.of(new Rules.Ratio()))).isEmpty();
    }

    @Test
    void aStepMultipliesRowsOfAProduct() {
        try (var updater = products().others(Technique.of(new Rules.Ratio())).build()) {
            updater.update(1, 1);
            assertThat(values(updater.state().get("weight/products/rows"))).containsExactly(14, 32, 32, 77);
            assertThat(values(updater.state().get("weight/products/columns")))
                    .containsExactly(34, 44, 54, 44, 58, 72, 54, 72, 90);
        }
    }

    private static double[] values(Tensor tensor) {
        var values = new double[(int) tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return values;
    }

    @Test
    void aProductOfShapesThatDoNotFitIsRefused() {
        Tensor matrix = memory.allocate(DType.F32, Shape.of(2, 3));
        Tensor square = memory.allocate(DType.F32, Shape.of(2, 2));
        Tensor twice = memory.allocate(DType.F64, Shape.of(2, 2));
        var product = new Multiplication(MatrixProduct.portable());
        assertThatThrownBy(() -> product.multiply(matrix, false, matrix, false, square, 0, 2, 0, 2, false))
                .hasMessage("A step multiplies with F32[2, 3]; expected F32[3, 2].");
        assertThatThrownBy(() -> product.multiply(matrix, true, square, true, matrix, 0, 2, 0, 3, false))
                .hasMessage("A step multiplies with F32[2, 3] transposed; expected F32[2, 2].");
        assertThatThrownBy(() -> product.multiply(matrix, false, matrix, true, square, 1, 2, 0, 2, false))
                .hasMessage(
                        "A step multiplies into rows 1 to 3 and columns 0 to 2 of [2, 2]; expected some of its own.");
        assertThatThrownBy(() -> product.multiply(matrix, false, matrix, true, square, 0, 2, 1, 2, false))
                .hasMessage(
                        "A step multiplies into rows 0 to 2 and columns 1 to 3 of [2, 2]; expected some of its own.");
        assertThatThrownBy(() -> product.multiply(square, false, square, false, twice, 0, 2, 0, 2, false))
                .hasMessage("A step multiplies with F32[2, 2]; expected F64[2, 2].");
    }

    /// Each quarter of A · Aᵀ and of Aᵀ · A, in both types.
    @Test
    void aStepMultipliesBlocksOfAProduct() {
        var product = new Multiplication(MatrixProduct.portable());
        for (DType type : new DType[] {DType.F32, DType.F64}) {
            Tensor a = memory.allocate(type, Shape.of(3, 2));
            for (int i = 0; i < 6; i++) {
                a.set(i, i + 1);
            }
            Tensor rows = memory.allocate(type, Shape.of(3, 3));
            Tensor columns = memory.allocate(type, Shape.of(2, 2));
            for (int block = 0; block < 4; block++) {
                int row = block / 2;
                int column = block % 2;
                product.multiply(a, false, a, true, rows, row, 1 + row, column, 1 + column, false);
                product.multiply(a, true, a, false, columns, row, 1, column, 1, false);
            }
            assertThat(values(rows)).containsExactly(5, 11, 17, 11, 25, 39, 17, 39, 61);
            assertThat(values(columns)).containsExactly(35, 44, 44, 56);
        }
    }
}
