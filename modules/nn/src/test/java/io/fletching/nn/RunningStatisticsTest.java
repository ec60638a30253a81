package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.kernels.Activation;
import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningStatisticsTest extends SmallTraining {
    private static final int ROWS = 60;
    private static final int WIDTH = 3;

    /// A norm of what a linear layer makes of the rows, and another behind it.
    private Model twoNorms() {
        var norm = new Normalize(CATALOG.normalizer("batchnorm"));
        var network = Sequence.empty()
                .then("linear", Linear.of(WIDTH, CATALOG.initializer("xavier")))
                .then("norm1", norm)
                .then("tanh", new Activate(Activation.TANH))
                .then("norm2", norm);
        return Model.of(network, Shape.of(INPUTS))
                .dtype(DType.F64)
                .product(MatrixProduct.portableF64())
                .memory(memory)
                .build();
    }

    private Examples rows() {
        var random = new Random(3);
        Tensor inputs = memory.allocate(DType.F64, Shape.of(ROWS, INPUTS));
        for (long i = 0; i < inputs.size(); i++) {
            inputs.set(i, 5 + random.nextGaussian());
        }
        return new Examples(inputs, memory.allocate(DType.F64, Shape.of(ROWS, WIDTH)));
    }

    /// What the linear layer puts out in one unit for some rows: computed here, in float64.
    private static double[] unit(Model model, Examples rows, int unit, int first, int count) {
        var weight = model.variables().get("linear.weight").value();
        var y = new double[count];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < INPUTS; i++) {
                y[row] += weight.get((long) unit * INPUTS + i) * rows.inputs().get((long) (first + row) * INPUTS + i);
            }
        }
        return y;
    }

    private static double mean(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        return mean;
    }

    private static double unbiased(double[] values) {
        double sum = 0;
        double mean = mean(values);
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.length - 1);
    }

    private static double[][] weights(Model model) {
        return values(
                StreamSupport.stream(model.variables().spliterator(), false).map(Variable::value));
    }

    private static double[][] buffers(Model model) {
        return values(model.variables().buffers().values().stream());
    }

    private static double[][] values(Stream<Tensor> tensors) {
        return tensors.map(tensor -> LongStream.range(0, tensor.size())
                        .mapToDouble(tensor::get)
                        .toArray())
                .toArray(double[][]::new);
    }

    private static Tensor buffer(Model model, String name) {
        return Objects.requireNonNull(model.variables().buffers().get(name));
    }

    /// As a training at other weights has left them.
    private static void spoil(Model model) {
        model.variables().buffers().values().forEach(buffer -> {
            for (long i = 0; i < buffer.size(); i++) {
                buffer.set(i, 17);
            }
        });
    }

    /// Batches of 25 leave 10 rows out.
    @ParameterizedTest
    @ValueSource(ints = {ROWS, 1_000, 20, 25})
    void areMeanAndUnbiasedVarianceOfTheLayersInputs(int batch) {
        Examples rows = rows();
        int n = Math.min(batch, ROWS);
        try (Model model = twoNorms();
                var workers = Workers.of(2)) {
            spoil(model);
            double[][] before = weights(model);
            RunningStatistics.recompute(model, rows, batch, workers);
            for (int unit = 0; unit < WIDTH; unit++) {
                double mean = 0;
                double variance = 0;
                int batches = ROWS / n;
                for (int i = 0; i < batches; i++) {
                    double[] y = unit(model, rows, unit, i * n, n);
                    mean += mean(y) / batches;
                    variance += unbiased(y) / batches;
                }
                assertThat(buffer(model, "norm1.running-mean").get(unit)).isCloseTo(mean, within(1e-12));
                assertThat(buffer(model, "norm1.running-variance").get(unit)).isCloseTo(variance, within(1e-12));
                assertThat(buffer(model, "norm1.number").get(0)).isEqualTo(batches);
            }
            assertThat(weights(model)).isDeepEqualTo(before);
        }
    }

    /// The second norm sees what the first makes of the same batch.
    @Test
    void aNormBehindANormSeesItsOutputs() {
        Examples rows = rows();
        try (Model model = twoNorms();
                var workers = Workers.of(1)) {
            spoil(model);
            RunningStatistics.recompute(model, rows, ROWS, workers);
            for (int unit = 0; unit < WIDTH; unit++) {
                double[] y = unit(model, rows, unit, 0, ROWS);
                double mean = mean(y);
                double biased = unbiased(y) * (ROWS - 1) / ROWS;
                for (int row = 0; row < ROWS; row++) {
                    y[row] = Math.tanh((y[row] - mean) / Math.sqrt(biased + 1e-5));
                }
                assertThat(buffer(model, "norm2.running-mean").get(unit)).isCloseTo(mean(y), within(1e-12));
                assertThat(buffer(model, "norm2.running-variance").get(unit)).isCloseTo(unbiased(y), within(1e-12));
            }
        }
    }

    /// Averages are judged by the statistics of their own activations, and so are they when they are saved.
    @Test
    void averagedWeightsHaveStatisticsOfTheirOwn() {
        Examples rows = examples(120);
        Examples others = examples(40);
        try (Model model = model(recipe().normalizer(CATALOG.normalizer("batchnorm")));
                var workers = Workers.of(1)) {
            TrainingResult result =
                    training(model).batch(120).epochs(5).average(0.9).run(rows, others);
            double[][] kept = buffers(model);
            assertThat(result.validation().loss())
                    .isCloseTo(score(model, others).loss(), within(1e-6));
            RunningStatistics.recompute(model, rows, 120, workers);
            double[][] recomputed = buffers(model);
            for (int i = 0; i < kept.length; i++) {
                for (int j = 0; j < kept[i].length; j++) {
                    assertThat(kept[i][j]).isCloseTo(recomputed[i][j], within(1e-4));
                }
            }
        }
    }

    @Test
    void aModelWithoutAnyIsRefused() {
        try (Model model = model(recipe());
                var workers = Workers.of(1)) {
            assertThat(RunningStatistics.areKeptBy(model)).isFalse();
            assertThatThrownBy(() -> RunningStatistics.recompute(model, examples(20), 10, workers))
                    .isInstanceOf(FletchingException.class)
                    .hasMessageContaining("keeps no running statistics");
        }
    }
}
