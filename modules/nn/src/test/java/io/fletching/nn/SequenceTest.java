package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.runtime.Variable;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What layers over sequences promise beside their formulas.
class SequenceTest extends SmallSequences {
    private static final int TIME = 7;
    private static final int FEATURES = 6;

    static Stream<Network> causal() {
        return Stream.of(
                Recurrent.tanh(5, XAVIER, ORTHOGONAL),
                Recurrent.gru(5, XAVIER, ORTHOGONAL),
                Recurrent.lstm(5, XAVIER, ORTHOGONAL),
                Attention.of(2).causal(),
                Attention.of(2).causal().projected(6, XAVIER),
                Sequence.of(new LearnedPositions(XAVIER), new PerPosition(Linear.of(3, XAVIER))));
    }

    /// What a network makes of rows that differ from position `changed` on in the second run.
    private List<Tensor> twice(Network network, int changed) {
        try (Model model = model(network, Shape.of(TIME, FEATURES), DType.F32);
                Workers workers = Workers.of(1);
                var evaluator = new Evaluator(model, 2, workers)) {
            Tensor inputs = memory.allocate(DType.F32, Shape.of(2, TIME, FEATURES));
            var outputs = new ArrayList<Tensor>();
            for (int run = 0; run < 2; run++) {
                fill(inputs, 1);
                for (long i = (long) changed * FEATURES; run == 1 && i < (long) TIME * FEATURES; i++) {
                    inputs.set(i, 10 - inputs.get(i));
                }
                outputs.add(memory.allocate(DType.F32, model.output().batchOf(2)));
                evaluator.predict(inputs, outputs.getLast());
            }
            return outputs;
        }
    }

    @ParameterizedTest
    @MethodSource("causal")
    void whatComesLaterChangesNothingBefore(Network network) {
        for (int changed : new int[] {1, 4, TIME - 1}) {
            List<Tensor> outputs = twice(network, changed);
            long width = outputs.getFirst().shape().dim(2);
            long before = changed * width;
            assertThat(values(outputs.get(1), 0, before)).isEqualTo(values(outputs.get(0), 0, before));
            assertThat(values(outputs.get(1), before, width)).isNotEqualTo(values(outputs.get(0), before, width));
            long row = TIME * width;
            assertThat(values(outputs.get(1), row, row)).isEqualTo(values(outputs.get(0), row, row));
        }
    }

    @Test
    void attentionThatIsNotCausalSeesWhatComesLater() {
        List<Tensor> outputs = twice(Attention.of(2), TIME - 1);
        assertThat(outputs.get(1).get(0)).isNotEqualTo(outputs.get(0).get(0));
    }

    /// Of everything at once, at sizes that fill a block of rows and one of units, and a part of the next.
    @Test
    void theNumberOfThreadsChangesNoBit() {
        Network network = Sequence.of(
                PerPosition.of(Sequence.of(Linear.of(12, XAVIER), new Normalize(CATALOG.normalizer("batchnorm")))),
                new LearnedPositions(XAVIER),
                new Residual(Attention.of(3).causal().projected(12, XAVIER)),
                Recurrent.tanh(10, XAVIER, ORTHOGONAL),
                Recurrent.gru(70, XAVIER, ORTHOGONAL),
                PerPosition.of(new Dropout(0.2)),
                Recurrent.lstm(8, XAVIER, ORTHOGONAL),
                new LastPosition(),
                Linear.of(CLASSES, XAVIER));
        Examples examples = new Examples(
                memory.allocate(DType.F32, Shape.of(150, TIME, FEATURES)), memory.allocate(DType.I32, Shape.of(150)));
        fill(examples.inputs(), 3);
        var hashes = new HashSet<String>();
        for (int threads : new int[] {1, 2, 7}) {
            try (Model model = model(network, Shape.of(TIME, FEATURES), DType.F32)) {
                training(model).batch(150).epochs(3).threads(threads).run(examples);
                hashes.add(model.variables().sha256());
            }
        }
        assertThat(hashes).hasSize(1);
    }

    /// A batch that runs twice has the same gradients, and an evaluation the same outputs.
    @Test
    void nothingIsLeftOver() {
        for (Network network : causal().toList()) {
            try (Model model = model(network, Shape.of(TIME, FEATURES), DType.F32);
                    Workers workers = Workers.of(2);
                    var evaluator = new Evaluator(model, 40, workers);
                    var differentiator = new Differentiator(model, 40, workers)) {
                fill(differentiator.input(), 8);
                fill(differentiator.outputGradient(), 9);
                Tensor outputs = memory.allocate(DType.F32, model.output().batchOf(40));
                evaluator.predict(differentiator.input(), outputs);
                var gradients = new HashSet<List<Double>>();
                for (int run = 0; run < 2; run++) {
                    model.variables().zeroGradients();
                    differentiator.forward();
                    assertThat(differentiator.output().data().mismatch(outputs.data()))
                            .isEqualTo(-1);
                    differentiator.backward();
                    var all = new ArrayList<>(values(differentiator.inputGradient(), 0, 40L * TIME * FEATURES));
                    for (Variable variable : model.variables()) {
                        all.addAll(
                                values(variable.gradient(), 0, variable.value().size()));
                    }
                    gradients.add(all);
                }
                assertThat(gradients).hasSize(1);
            }
        }
    }

    /// Once the compilers are through: at least one of many readings says so.
    @Test
    void aRunAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Network all = Sequence.of(
                new PerPosition(Linear.of(48, XAVIER)),
                new LearnedPositions(XAVIER),
                Attention.of(2).causal(),
                Recurrent.tanh(16, XAVIER, ORTHOGONAL),
                Recurrent.gru(16, XAVIER, ORTHOGONAL),
                Recurrent.lstm(16, XAVIER, ORTHOGONAL),
                new LastPosition());
        try (Model model = model(all, Shape.of(10, FEATURES), DType.F32);
                Workers workers = Workers.of(1);
                var differentiator = new Differentiator(model, 40, workers)) {
            int runs = 50;
            long least = Long.MAX_VALUE;
            for (int reading = 0; reading < 60 && least > 16L * runs; reading++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int run = 0; run < runs; run++) {
                    differentiator.forward();
                    differentiator.backward();
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat((double) least / runs).as("bytes of heap a run").isLessThanOrEqualTo(16);
        }
    }

    /// In two bytes a model computes what one of float32 does with weights, inputs and outputs that are rounded: the
    /// layers see float32.
    @Test
    void twoBytesAreNearFour() {
        for (Network network : causal().toList()) {
            try (Model half = model(network, Shape.of(TIME, FEATURES), DType.BF16);
                    Model wide = model(network, Shape.of(TIME, FEATURES), DType.F32);
                    Workers workers = Workers.of(2);
                    var one = new Differentiator(half, 40, workers);
                    var other = new Differentiator(wide, 40, workers)) {
                for (Variable variable : half.variables()) {
                    Tensor value = wide.variables().get(variable.name()).value();
                    for (long i = 0; i < value.size(); i++) {
                        value.set(i, variable.value().get(i));
                    }
                }
                for (Differentiator each : List.of(one, other)) {
                    fill(each.input(), 5);
                    each.forward();
                    fill(each.outputGradient(), 6);
                    each.backward();
                }
                near(one.output(), other.output());
                near(one.inputGradient(), other.inputGradient());
                for (Variable variable : half.variables()) {
                    near(
                            variable.gradient(),
                            wide.variables().get(variable.name()).gradient());
                }
            }
        }
    }

    private static void near(Tensor actual, Tensor expected) {
        double largest = 0;
        double worst = 0;
        for (long i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
            worst = Math.max(worst, Math.abs(expected.get(i) - actual.get(i)));
        }
        assertThat(worst).isLessThan(0.03 * largest);
    }
}
