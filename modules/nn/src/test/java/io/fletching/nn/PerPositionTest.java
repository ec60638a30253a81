package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.kernels.Activation;
import io.fletching.runtime.Role;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import org.junit.jupiter.api.Test;

class PerPositionTest extends SmallSequences {
    private static final int TIME = 7;
    private static final int FEATURES = 6;

    /// Batch norm per position averages over batch and time, and its statistics can be computed anew.
    @Test
    void aNormOnEachPositionSeesAllPositions() {
        var norm = PerPosition.of(new Normalize(CATALOG.normalizer("batchnorm")));
        try (Model model = model(norm, Shape.of(TIME, FEATURES), DType.F32);
                Workers workers = Workers.of(1)) {
            assertThat(RunningStatistics.areKeptBy(model)).isTrue();
            Tensor inputs = memory.allocate(DType.F32, Shape.of(10, TIME, FEATURES));
            fill(inputs, 2);
            RunningStatistics.recompute(
                    model, new Examples(inputs, memory.allocate(DType.I32, Shape.of(10))), 10, workers);
            double mean = 0;
            for (long i = 0; i < inputs.size(); i += FEATURES) {
                mean += inputs.get(i) / (10 * TIME);
            }
            assertThat(model.variables().buffers()).containsKey("0.running-mean");
            assertThat(model.variables().buffers().get("0.running-mean").get(0)).isCloseTo(mean, within(1e-6));
        }
    }

    @Test
    void learnedPositionsAreAddedAsABiasIs() {
        try (Model model = model(new LearnedPositions(XAVIER), Shape.of(3, 4), DType.F32)) {
            assertThat(model.variables().get("0.weight").value().shape()).isEqualTo(Shape.of(3, 4));
            assertThat(model.variables().get("0.weight").role()).isEqualTo(Role.BIAS);
        }
    }

    @Test
    void namesStayWhereEachPositionIsALayer() {
        var network = PerPosition.of(Sequence.empty()
                .then("a", Linear.of(2, XAVIER))
                .then("b", new Residual(new Activate(Activation.RELU))));
        try (Model model = model(network, Shape.of(3, 4), DType.F32)) {
            assertThat(model.output()).isEqualTo(Shape.of(3, 2));
            assertThat(model.variables().get("a.weight").value().shape()).isEqualTo(Shape.of(2, 4));
            assertThat(model.variables().get("a.bias").role()).isEqualTo(Role.BIAS);
        }
    }
}
