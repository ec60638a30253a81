package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.runtime.LossScale;
import io.fletching.runtime.ParameterGroup;
import io.fletching.runtime.SafeTensors;
import io.fletching.runtime.Schedule;
import io.fletching.spi.FletchingException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Trainings that go on from a checkpoint, and what else is around a step.
class ResumingTest extends SmallTraining {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("checkpoint.safetensors");
    }

    /// Batch norm, dropout, clipping, groups, accumulation, averages, a loss scale and a plateau: all that has a state.
    private Training everything(Model model, int threads) {
        return training(model)
                .batch(20)
                .accumulate(2)
                .epochs(4)
                .average(0.9)
                .lossScale(new LossScale(4, 2, 0.5, 3))
                .group(ParameterGroup.of("stem.*").frozen(true))
                .schedule(Schedule.parse(
                        "linear+plateau",
                        Map.of("second-start", "3", "second-patience", "0", "second-threshold", "0.5")))
                .window(90)
                .threads(threads);
    }

    private Model everythingModel() {
        return model(recipe().normalizer(CATALOG.normalizer("batchnorm")).dropout(0.2));
    }

    /// Of 4 epochs with 5 steps each.
    @ParameterizedTest
    @CsvSource({"1, 1, 2", "4, 2, 7", "5, 7, 1", "7, 1, 1", "10, 2, 2", "13, 7, 7", "20, 2, 1"})
    void goesOnBitForBitFromAnyStep(int steps, int before, int after) {
        Examples examples = examples(210);
        Examples validation = examples(70);
        var whole = new ArrayList<EpochReport>();
        var resumed = new ArrayList<EpochReport>();
        try (Model one = everythingModel();
                Model first = everythingModel();
                Model second = everythingModel()) {
            TrainingResult expected = everything(one, before)
                    .checkpoints(
                            Checkpoints.in(folder.resolve("whole.safetensors")).every(Duration.ofDays(1)))
                    .listener(epochs(whole))
                    .run(examples, validation);
            var taken = new int[1];
            everything(first, before)
                    .checkpoints(Checkpoints.in(file()).every(Duration.ofDays(1)))
                    .listener(steps(taken))
                    .listener(epochs(resumed))
                    .stopWhen(() -> taken[0] == steps)
                    .run(examples, validation);
            TrainingResult result = everything(second, after)
                    .resume(file())
                    .checkpoints(Checkpoints.in(file()).every(Duration.ofDays(1)))
                    .listener(epochs(resumed))
                    .run(examples, validation);
            assertThat(second.variables().sha256()).isEqualTo(one.variables().sha256());
            assertThat(state(file())).isEqualTo(state(folder.resolve("whole.safetensors")));
            assertThat(result.steps()).isEqualTo(20);
            assertThat(result.validation()).isEqualTo(expected.validation());
            assertThat(result.training()).isEqualTo(expected.training());
            assertThat(resumed)
                    .hasSize(4)
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("rowsPerSecond")
                    .isEqualTo(whole);
        }
    }

    /// Every tensor of a checkpoint but the time.
    private Map<String, String> state(Path checkpoint) {
        try (var region = memory.child("state")) {
            var state = new TreeMap<String, String>();
            SafeTensors.read(checkpoint, region).tensors().forEach((name, tensor) -> {
                if (!name.equals("training/seconds")) {
                    state.put(name, HexFormat.of().formatHex(tensor.data().toArray(ValueLayout.JAVA_BYTE)));
                }
            });
            return state;
        }
    }

    private static TrainingListener epochs(List<EpochReport> into) {
        return new TrainingListener() {
            @Override
            public void epoch(EpochReport epoch) {
                into.add(epoch);
            }
        };
    }

    private static TrainingListener steps(int[] taken) {
        return new TrainingListener() {
            @Override
            public void step(StepReport step) {
                taken[0]++;
            }
        };
    }

    /// A process that is killed leaves the last checkpoint between two.
    @Test
    void goesOnFromAPeriodicCheckpoint() {
        Examples examples = examples(200);
        try (Model one = model(recipe());
                Model killed = model(recipe());
                Model second = model(recipe())) {
            training(one).run(examples);
            assertThatThrownBy(() -> training(killed)
                            .checkpoints(Checkpoints.in(file()).everySteps(5))
                            .listener(new TrainingListener() {
                                @Override
                                public void step(StepReport step) {
                                    if (step.number() == 13) {
                                        throw new IllegalStateException("killed");
                                    }
                                }
                            })
                            .run(examples))
                    .hasMessage("killed");
            assertThat(SafeTensors.readHeader(file()).tensors()).containsKey("head.weight/value");
            var first = new AtomicInteger();
            training(second)
                    .resume(file())
                    .listener(new TrainingListener() {
                        @Override
                        public void step(StepReport step) {
                            first.compareAndSet(0, (int) step.number());
                        }
                    })
                    .run(examples);
            assertThat(first).hasValue(11);
            assertThat(second.variables().sha256()).isEqualTo(one.variables().sha256());
        }
    }

    @Test
    void goesOnForMoreEpochs() {
        Examples examples = examples(200);
        try (Model one = model(recipe());
                Model first = model(recipe());
                Model second = model(recipe())) {
            training(one).epochs(5).run(examples);
            training(first)
                    .epochs(2)
                    .checkpoints(Checkpoints.in(file()).everySteps(1_000))
                    .run(examples);
            TrainingResult result = training(second).epochs(5).resume(file()).run(examples);
            assertThat(second.variables().sha256()).isEqualTo(one.variables().sha256());
            assertThat(result.steps()).isEqualTo(20);
        }
    }

    @Test
    void anotherTrainingIsRefusedAndNothingChanges() {
        Examples examples = examples(200);
        try (Model first = model(recipe());
                Model second = model(recipe());
                Model deeper = model(recipe().depth(4))) {
            training(first)
                    .epochs(1)
                    .checkpoints(Checkpoints.in(file()).everySteps(2))
                    .run(examples);
            String before = second.variables().sha256();
            assertThatThrownBy(() -> training(second).batch(40).resume(file()).run(examples))
                    .isInstanceOf(FletchingException.class)
                    .hasMessageContaining("'training' was 'rows 200, batch 50, accumulated 1, window 200, seed 0,")
                    .hasMessageContaining("now it is 'rows 200, batch 40,");
            assertThatThrownBy(() -> Training.of(second, Loss.crossEntropy(), CATALOG.optimizer("sgd"))
                            .batch(50)
                            .resume(file())
                            .run(examples))
                    .hasMessageContaining("/optimizer' was 'adamw v1', now it is 'sgd v1', like")
                    .hasMessageContaining("'clipper/0-norm-clipping' was 'norm-clipping v1', now it is 'none'");
            assertThatThrownBy(
                            () -> training(second).average(0.9).resume(file()).run(examples))
                    .hasMessageContaining("not in the file: ")
                    .hasMessageContaining("/average'");
            assertThat(second.variables().sha256()).isEqualTo(before);
            assertThatThrownBy(() -> training(deeper).resume(file()).run(examples))
                    .hasMessageContaining("'blocks.3.");
            assertThatThrownBy(() ->
                            training(second).resume(folder.resolve("none")).run(examples))
                    .hasMessageContaining("cannot be read");
            assertThatThrownBy(() ->
                            training(second).checkpoints(Checkpoints.in(file()).everySteps(0)))
                    .hasMessageContaining("every '0' steps");
        }
    }

    @Test
    void accumulatedBatchesAreOneBigOne() {
        Examples examples = examples(200);
        try (Model big = model(recipe());
                Model small = model(recipe());
                Model other = model(recipe())) {
            TrainingResult one = training(big).batch(100).run(examples);
            TrainingResult two = training(small).batch(25).accumulate(4).run(examples);
            training(other).batch(25).run(examples);
            assertThat(two.steps()).isEqualTo(one.steps()).isEqualTo(12);
            assertThat(two.training().loss()).isEqualTo(one.training().loss(), within(1e-4));
            assertNear(small, big, 1e-4);
            assertThatThrownBy(() -> assertNear(other, big, 1e-4)).isInstanceOf(AssertionError.class);
        }
    }

    private static void assertNear(Model model, Model expected, double tolerance) {
        model.variables().forEach(variable -> {
            var other = expected.variables().get(variable.name()).value();
            for (long i = 0; i < other.size(); i++) {
                assertThat(variable.value().get(i)).as(variable.name()).isEqualTo(other.get(i), within(tolerance));
            }
        });
    }

    @Test
    void aModelIsJudgedAndLeftByItsAverages() {
        Examples examples = examples(200);
        try (Model plain = model(recipe());
                Model averaged = model(recipe())) {
            training(plain).run(examples);
            var reports = new ArrayList<EpochReport>();
            TrainingResult result = training(averaged)
                    .average(0.95)
                    .checkpoints(Checkpoints.in(file()).everySteps(1_000))
                    .listener(epochs(reports))
                    .run(examples, examples);
            assertThat(score(averaged, examples)).isEqualTo(result.training()).isEqualTo(result.validation());
            assertThat(averaged.variables().sha256())
                    .isNotEqualTo(plain.variables().sha256());
            try (var region = memory.child("read")) {
                var saved = SafeTensors.read(file(), region).tensors();
                var value = Objects.requireNonNull(saved.get("head.weight/value"));
                var average = Objects.requireNonNull(saved.get("head.weight/average"));
                assertThat(value.get(0))
                        .isEqualTo(plain.variables().get("head.weight").value().get(0));
                assertThat(average.get(0))
                        .isEqualTo(
                                averaged.variables().get("head.weight").value().get(0));
            }
        }
    }

    @Test
    void aLossScaleThatIsAPowerOfTwoChangesNoBit() {
        Examples examples = examples(200);
        try (Model plain = model(recipe());
                Model scaled = model(recipe())) {
            training(plain).run(examples);
            training(scaled).lossScale(LossScale.dynamic()).run(examples);
            assertThat(scaled.variables().sha256()).isEqualTo(plain.variables().sha256());
        }
    }

    @Test
    void aPlateauNeedsValidationRows() {
        Examples examples = examples(100);
        try (Model model = model(recipe())) {
            Training training = training(model).schedule(Schedule.parse("plateau"));
            assertThatThrownBy(() -> training.run(examples))
                    .hasMessageContaining("The schedule 'plateau' answers to the loss on validation rows");
            assertThat(Files.exists(file())).isFalse();
        }
    }
}
