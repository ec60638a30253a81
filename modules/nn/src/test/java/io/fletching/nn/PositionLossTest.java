package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A class for each position of a sequence.
class PositionLossTest extends SmallSequences {
    private static final int TIME = 5;

    /// Tokens, and at each position the token before it: 0 before the first.
    private Examples echoes(int rows, long seed) {
        var random = new Random(seed);
        Tensor inputs = memory.allocate(DType.F32, Shape.of(rows, TIME, CLASSES));
        Tensor targets = memory.allocate(DType.I32, Shape.of(rows, TIME));
        for (int row = 0; row < rows; row++) {
            int before = 0;
            for (int t = 0; t < TIME; t++) {
                long position = (long) row * TIME + t;
                targets.set(position, before);
                before = random.nextInt(CLASSES);
                inputs.set(position * CLASSES + before, 1);
            }
        }
        return new Examples(inputs, targets);
    }

    private Score learned(Network network) {
        Sequence labels = Sequence.of(network, new PerPosition(Linear.of(CLASSES, XAVIER)));
        try (Model model = model(labels, Shape.of(TIME, CLASSES), DType.F32)) {
            training(model).batch(25).epochs(12).run(echoes(300, 1));
            return score(model, echoes(100, 2));
        }
    }

    @Test
    void memoryNamesTheTokenBefore() {
        assertThat(learned(Recurrent.tanh(16, XAVIER, ORTHOGONAL)).accuracy()).isGreaterThan(0.95);
    }

    /// The first position is known, and of the others one in four.
    @Test
    void withoutMemoryItStaysAtChance() {
        assertThat(learned(new PerPosition(Linear.of(16, XAVIER))).accuracy()).isBetween(0.3, 0.5);
    }

    /// A row's loss is the mean over its positions, and its gradient is that of the mean.
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1})
    void positionsAreRowsWithAShareOfTheWeight(double smoothing) {
        Loss loss = Loss.crossEntropy(smoothing);
        Shape logits = Shape.of(3, TIME, CLASSES);
        Tensor prediction = memory.allocate(DType.F64, logits);
        fill(prediction, 1);
        Tensor target = echoes(3, 4).targets();
        Tensor losses = memory.allocate(DType.F64, Shape.of(3));
        Tensor gradient = memory.allocate(DType.F64, logits);
        loss.apply(prediction, target, losses, gradient, 0, 3, 0.5);

        Tensor alone = memory.allocate(DType.F64, Shape.of(3 * TIME));
        Tensor expected = memory.allocate(DType.F64, Shape.of(3 * TIME, CLASSES));
        Tensor rows = prediction.as(expected.shape());
        loss.apply(rows, target.as(alone.shape()), alone, expected, 0, 3 * TIME, 0.5 / TIME);
        assertThat(values(gradient, 0, gradient.size())).isEqualTo(values(expected, 0, expected.size()));
        for (int row = 0; row < 3; row++) {
            double mean = values(alone, (long) row * TIME, TIME).stream()
                    .mapToDouble(x -> x)
                    .average()
                    .orElseThrow();
            assertThat(losses.get(row)).isCloseTo(mean, within(1e-12));
        }
    }

    @Test
    void probabilitiesAreThoseOfEachPosition() {
        Network network = new PerPosition(Linear.of(CLASSES, XAVIER));
        try (Model model = model(network, Shape.of(TIME, CLASSES), DType.F32);
                Workers workers = Workers.of(1);
                var evaluator = new Evaluator(model, 4, workers)) {
            Tensor inputs = echoes(6, 1).inputs();
            Tensor outputs = memory.allocate(DType.F32, Shape.of(6, TIME, CLASSES));
            Tensor probabilities = memory.allocate(DType.F32, outputs.shape());
            evaluator.predict(inputs, outputs);
            evaluator.probabilities(inputs, probabilities);
            for (long i = 0; i < 6L * TIME * CLASSES; i += CLASSES) {
                double sum = 0;
                for (double logit : values(outputs, i, CLASSES)) {
                    sum += Math.exp(logit);
                }
                for (long c = i; c < i + CLASSES; c++) {
                    assertThat(probabilities.get(c)).isCloseTo(Math.exp(outputs.get(c)) / sum, within(1e-6));
                }
            }
        }
    }

    @Test
    void wrongTargetsAreRefusedInOneSentence() {
        Examples examples = echoes(20, 1);
        Network labels = new PerPosition(Linear.of(CLASSES, XAVIER));
        try (Model model = model(labels, Shape.of(TIME, CLASSES), DType.F32)) {
            var flat = new Examples(examples.inputs(), memory.allocate(DType.I32, Shape.of(20)));
            assertThatThrownBy(() -> training(model).batch(20).run(flat))
                    .hasMessage("The cross entropy got targets I32[20]; expected class numbers, I32 [rows, 5].");
            examples.targets().set(3 * TIME + 2, CLASSES);
            assertThatThrownBy(() -> training(model).batch(20).run(examples))
                    .hasMessage("The target of row 3 at position 2 is class '4'; the model tells 4 classes apart, 0 to"
                            + " 3.");
        }
    }
}
