package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Trainings on rows that are not in memory, or not all at once.
class LargeTrainingTest extends SmallTraining {

    /// The rows of others, somewhere else.
    private record Elsewhere(Examples examples, DType targetType) implements RowSource {
        Elsewhere(Examples examples) {
            this(examples, examples.targetType());
        }

        @Override
        public long rows() {
            return examples.rows();
        }

        @Override
        public Shape inputShape() {
            return examples.inputShape();
        }

        @Override
        public Shape targetShape() {
            return examples.targetShape();
        }

        @Override
        public void read(long first, long count, Tensor inputs, Tensor targets, long at) {
            examples.read(first, count, inputs, targets, at);
        }
    }

    private String trained(RowSource source, int window, int threads) {
        try (Model model = model(recipe())) {
            training(model).epochs(3).window(window).threads(threads).run(source, source);
            return model.variables().sha256();
        }
    }

    @Test
    void whereTheRowsAreChangesNoBit() {
        Examples examples = examples(650);
        String whole = trained(examples, 650, 2);
        assertThat(trained(examples, 10_000, 2)).isEqualTo(whole);
        assertThat(trained(new Elsewhere(examples), 650, 2)).isEqualTo(whole);
        String windowed = trained(examples, 200, 2);
        assertThat(windowed).isNotEqualTo(whole);
        assertThat(trained(new Elsewhere(examples), 200, 2)).isEqualTo(windowed);
        assertThat(trained(new Elsewhere(examples), 249, 2))
                .as("a window is a multiple of the batch")
                .isEqualTo(windowed);
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        Examples examples = examples(650);
        var hashes = new HashSet<String>();
        for (int threads : new int[] {1, 2, 7}) {
            hashes.add(trained(new Elsewhere(examples), 200, threads));
        }
        assertThat(hashes).hasSize(1);
    }

    /// Sorted rows are the worst case: windows in the order of the source would end with 2,000 rows of one class,
    /// and with a network that knows no other.
    @Test
    void sortedRowsAreLearned() {
        Examples mixed = examples(8_000);
        Tensor inputs = memory.allocate(DType.F32, mixed.inputs().shape());
        Tensor targets = memory.allocate(DType.I32, mixed.targets().shape());
        long at = 0;
        for (int label = 0; label < CLASSES; label++) {
            for (long row = 0; row < mixed.rows(); row++) {
                if (mixed.targets().get(row) == label) {
                    mixed.read(row, 1, inputs, targets, at++);
                }
            }
        }
        try (Model model = model(recipe())) {
            TrainingResult result =
                    training(model).window(200).epochs(1).run(new Elsewhere(new Examples(inputs, targets)));
            assertThat(result.training().accuracy()).isGreaterThan(0.9);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2_048, 0})
    void memoryIsThatOfAWindowHoweverManyRowsThereAre(int window) {
        var source = new FakeRows(1L << 33, INPUTS, 1_000);
        long bytesOfARow = INPUTS * Float.BYTES + Integer.BYTES;
        long rows = window > 0 ? window / 50 * 50L : (256L << 20) / bytesOfARow / 50 * 50;
        try (Model model = model(recipe())) {
            Training training = training(model).clip(CATALOG.clipper("norm-clipping"));
            if (window > 0) {
                training.window(window);
            }
            var steps = new long[1];
            var bytes = new HashSet<Long>();
            long before = memory.bytes();
            TrainingResult result = training.listener(new TrainingListener() {
                        @Override
                        public void step(StepReport step) {
                            steps[0] = step.number();
                            bytes.add(memory.bytes() - before);
                            assertThat(step.totalSteps()).isEqualTo((1L << 33) / 50 * 6);
                        }
                    })
                    .stopWhen(() -> steps[0] == 45)
                    .run(source);
            assertThat(result.steps()).isEqualTo(45);
            assertThat(result.stopped()).isTrue();
            assertThat(bytes).hasSize(1);
            assertThat(bytes.iterator().next()).isBetween(rows * bytesOfARow, rows * bytesOfARow + (2 << 20));
            assertThat(source.rowsRead).isEqualTo(window > 0 ? 2 * rows : rows);
        }
    }

    @Test
    void aWrongTargetIsNamedByItsRowInTheSource() {
        Examples examples = examples(650);
        var source = new Elsewhere(examples);
        examples.targets().set(517, CLASSES);
        try (Model model = model(recipe())) {
            String message = "The target of row 517 is class '4'; the model tells 4 classes apart, 0 to 3.";
            String before = model.variables().sha256();
            assertThatThrownBy(() -> training(model).run(source)).hasMessage(message);
            assertThat(model.variables().sha256())
                    .as("refused before the first step")
                    .isEqualTo(before);
            assertThatThrownBy(() -> training(model).window(200).run(source)).hasMessage(message);
            assertThatThrownBy(() -> score(model, source)).hasMessage(message);
        }
    }

    @Test
    void wrongSourcesAreRefusedInOneSentence() {
        Examples examples = examples(20);
        try (Model model = model(recipe())) {
            Training training = training(model);
            assertThatThrownBy(() -> training.run(new Elsewhere(examples, DType.F32)))
                    .hasMessage("The cross entropy got targets F32[20]; expected class numbers, I32 [rows].");
            assertThatThrownBy(() -> training.run(new FakeRows(20, 3, 1)))
                    .hasMessage("The inputs are F32[20, 3]; the model takes F32[20, 12].");
            assertThatThrownBy(() -> training.run(new FakeRows(0, INPUTS, 1)))
                    .hasMessage("There are no rows to learn from or to judge by.");
            assertThatThrownBy(() -> training.window(0))
                    .hasMessage("The training has '0' rows in a window; expected 1 or more.");
        }
    }

    @Test
    void rowsAreJudgedAlikeWhereverTheyAre() {
        Examples examples = examples(650);
        try (Model model = model(recipe())) {
            assertThat(score(model, new Elsewhere(examples))).isEqualTo(score(model, examples));
        }
    }

    @Test
    void probabilitiesAreTheSoftmaxOfTheOutputs() {
        Examples examples = examples(130);
        Tensor outputs = memory.allocate(DType.F32, Shape.of(130, CLASSES));
        Tensor probabilities = memory.allocate(DType.F32, Shape.of(130, CLASSES));
        Tensor part = memory.allocate(DType.F32, Shape.of(7, CLASSES));
        try (Model model = model(recipe());
                Workers workers = Workers.of(2);
                var evaluator = new Evaluator(model, 64, workers)) {
            Tensor head = model.variables().get("head.weight").value();
            for (long i = 0; i < head.size(); i++) {
                head.set(i, head.get(i) * 300);
            }
            evaluator.predict(examples.inputs(), outputs);
            evaluator.probabilities(examples.inputs(), probabilities);
            evaluator.probabilities(examples.inputs().rows(100, 7), part);
        }
        double largest = 0;
        for (int row = 0; row < 130; row++) {
            int at = row * CLASSES;
            double maximum = IntStream.range(at, at + CLASSES)
                    .mapToDouble(outputs::get)
                    .max()
                    .orElseThrow();
            double sum = IntStream.range(at, at + CLASSES)
                    .mapToDouble(i -> Math.exp(outputs.get(i) - maximum))
                    .sum();
            for (int i = at; i < at + CLASSES; i++) {
                assertThat(probabilities.get(i))
                        .isCloseTo(Math.exp(outputs.get(i) - maximum) / sum, Offset.offset(1e-6));
            }
            largest = Math.max(largest, maximum);
        }
        assertThat(largest).as("an output whose exponential no float holds").isGreaterThan(100);
        assertThat(part.data().mismatch(probabilities.rows(100, 7).data())).isEqualTo(-1);
    }
}
