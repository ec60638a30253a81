package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fletching.arrow.Memory;
import io.fletching.nn.Checkpoints;
import io.fletching.nn.DeepNetwork;
import io.fletching.nn.Examples;
import io.fletching.nn.Loss;
import io.fletching.nn.Model;
import io.fletching.nn.StepReport;
import io.fletching.nn.Training;
import io.fletching.nn.TrainingListener;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.LossScale;
import io.fletching.runtime.ParameterGroup;
import io.fletching.runtime.Schedule;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Everything around a step, saved in the middle of an epoch and restored by name: in a new training it goes on to the
/// bit, and in one that is set otherwise it is an error with both sides.
class AroundTheStepTest {
    private static final Catalog CATALOG = Catalog.load();
    private static final int INPUTS = 6;
    private static final int CLASSES = 3;

    private final Memory memory = Memory.create();

    @TempDir
    private Path folder;

    /// One thing around a step.
    ///
    /// @param otherwise another setting that a checkpoint does not fit
    /// @param sides what the error says of both
    record Around(
            String name,
            DType dtype,
            UnaryOperator<Training> set,
            UnaryOperator<Training> otherwise,
            List<String> sides) {
        Around(String name, UnaryOperator<Training> set, UnaryOperator<Training> otherwise, String... sides) {
            this(name, DType.F32, set, otherwise, List.of(sides));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Around> whatHasAState() {
        return Stream.of(
                new Around(
                        "a group's optimizer",
                        training -> training.group(group("stem.* frozen"))
                                .group(group("role=norm optimizer=sgd lr-factor=2")),
                        training -> training.group(group("stem.* frozen")).group(group("role=norm optimizer=lion")),
                        "'blocks.0.norm.beta/optimizer' was 'sgd v1', now it is 'lion v1'"),
                new Around(
                        "a frozen group",
                        training -> training.group(group("stem.* frozen")),
                        training -> training.group(group("head.* frozen")),
                        "'head.bias/optimizer' was 'adamw v1', now it is 'none'"),
                new Around(
                        "accumulation",
                        training -> training.batch(10).accumulate(2),
                        training -> training.batch(10).accumulate(3),
                        "batch 10, accumulated 2,",
                        "batch 10, accumulated 3,"),
                new Around(
                        "an average",
                        training -> training.average(0.9),
                        training -> training,
                        "not in the training: ",
                        "'blocks.0.linear1.weight/average' F32[8, 8]"),
                new Around(
                        "no average",
                        training -> training,
                        training -> training.average(0.9),
                        "not in the file: ",
                        "'blocks.0.linear1.weight/average' F32[8, 8]"),
                new Around(
                        "a loss scale",
                        training -> training.lossScale(new LossScale(4, 2, 0.5, 3)),
                        training -> training,
                        "not in the training: 'updater/good-updates' I64[1], 'updater/loss-scale' F64[1]"),
                new Around(
                        "a plateau",
                        training -> training.schedule(plateau("plateau", "")),
                        training -> training.schedule(Schedule.parse("cosine")),
                        "not in the training: 'schedule/first-plateau' F64[4]"),
                new Around(
                        "a joined plateau",
                        training -> training.schedule(plateau("linear+plateau", "second-")),
                        training -> training.schedule(Schedule.parse("plateau+linear")),
                        "not in the file: 'schedule/first-plateau' F64[4]",
                        "not in the training: 'schedule/second-plateau' F64[4]"),
                new Around(
                        "a history of norms",
                        training -> clip(training, "zscore-clipping+value-clipping"),
                        training -> clip(training, "zscore-clipping"),
                        "'clipper/1-value-clipping' was 'value-clipping v1', now it is 'none'"),
                new Around(
                        "an order of clippers",
                        training -> clip(training, "zscore-clipping+value-clipping"),
                        training -> clip(training, "value-clipping+zscore-clipping"),
                        "'clipper/0-zscore-clipping' was 'zscore-clipping v1', now it is 'none'",
                        "'clipper/0-value-clipping' was 'none', now it is 'value-clipping v1'"),
                new Around(
                        "a seed",
                        training -> training.seed(1),
                        training -> training.seed(2),
                        "seed 1, model's seed 5",
                        "seed 2, model's seed 5"),
                new Around(
                        "rounding at random",
                        DType.BF16,
                        training -> training.seed(1).withoutMasters(),
                        training -> training.seed(1),
                        List.of("'updater/rounding' was 'at random, seed 1', now it is 'none'")),
                new Around(
                        "masters and a dynamic loss scale",
                        DType.F16,
                        training -> training,
                        training -> training.average(0.5),
                        List.of("not in the file: ", "/average'")));
    }

    @ParameterizedTest
    @MethodSource
    void whatHasAState(Around around) {
        goesOnToTheBit(around.dtype, around.set);
        Examples examples = examples(60);
        try (Model other = model(around.dtype)) {
            String before = other.variables().sha256();
            Training training = around.otherwise.apply(training(other)).resume(file());
            var refused = catchThrowableOfType(FletchingException.class, () -> training.run(examples, examples));
            assertThat(refused).isNotNull();
            assertThat(refused.kind()).isEqualTo(FletchingException.Kind.DATA);
            assertThat(around.sides).allSatisfy(side -> assertThat(refused).hasMessageContaining(side));
            assertThat(other.variables().sha256()).isEqualTo(before);
        }
    }

    /// A formula of the step has no state, and another one may follow.
    static Stream<String> everyScheduleAndSomeJoined() {
        return Stream.concat(
                Schedule.descriptors().stream().map(descriptor -> descriptor.name()),
                Stream.of("linear+cosine", "constant+one-cycle+step"));
    }

    @ParameterizedTest
    @MethodSource
    void everyScheduleAndSomeJoined(String name) {
        goesOnToTheBit(DType.F32, training -> training.schedule(Schedule.parse(name)));
    }

    private void goesOnToTheBit(DType dtype, UnaryOperator<Training> set) {
        Examples examples = examples(60);
        try (Model whole = model(dtype);
                Model half = model(dtype);
                Model rest = model(dtype);
                Model fresh = model(dtype)) {
            var rates = new ArrayList<Double>();
            var ratesOfBoth = new ArrayList<Double>();
            set.apply(training(whole)).listener(rates(rates)).run(examples, examples);
            set.apply(training(half))
                    .listener(rates(ratesOfBoth))
                    .checkpoints(Checkpoints.in(file()))
                    .stopWhen(() -> ratesOfBoth.size() == 4)
                    .run(examples, examples);
            set.apply(training(rest))
                    .listener(rates(ratesOfBoth))
                    .resume(file())
                    .run(examples, examples);
            assertThat(ratesOfBoth).isEqualTo(rates);
            assertThat(rest.variables().sha256()).isEqualTo(whole.variables().sha256());

            // Control: with the weights alone, it would not.
            half.variables()
                    .forEach(variable -> fresh.variables()
                            .get(variable.name())
                            .value()
                            .data()
                            .copyFrom(variable.value().data()));
            set.apply(training(fresh)).run(examples, examples);
            assertThat(fresh.variables().sha256())
                    .isNotEqualTo(whole.variables().sha256());
        }
    }

    private static TrainingListener rates(List<Double> rates) {
        return new TrainingListener() {
            @Override
            public void step(StepReport step) {
                rates.add(step.learningRate());
            }
        };
    }

    private Path file() {
        return folder.resolve("checkpoint.safetensors");
    }

    private Model model(DType dtype) {
        return Model.of(
                        DeepNetwork.of(CATALOG.initializer("he"), CATALOG.initializer("xavier"))
                                .normalizer(CATALOG.normalizer("layernorm"))
                                .depth(2)
                                .width(8)
                                .dropout(0.1)
                                .build(CLASSES),
                        Shape.of(INPUTS))
                .seed(5)
                .dtype(dtype)
                .memory(memory)
                .build();
    }

    /// Three steps an epoch.
    private static Training training(Model model) {
        return Training.of(
                        model, Loss.crossEntropy(), CATALOG.optimizer("adamw").with("lr", "0.01"))
                .batch(20)
                .epochs(4)
                .threads(1);
    }

    private static ParameterGroup group(String text) {
        return ParameterGroup.parse(text, CATALOG::optimizer);
    }

    /// It falls with each validation.
    private static Schedule plateau(String name, String prefix) {
        return Schedule.parse(name, Map.of(prefix + "patience", "0", prefix + "threshold", "0.9"));
    }

    private static Training clip(Training training, String clippers) {
        CATALOG.clippers(clippers, Map.of())
                .forEach(clipper -> training.clip(
                        clipper.name().equals("zscore-clipping")
                                ? clipper.with(Map.of("threshold", "0.1", "warmup", "2"))
                                : clipper));
        return training;
    }

    private Examples examples(int rows) {
        var random = new Random(1);
        Tensor inputs = memory.allocate(DType.F32, Shape.of(rows, INPUTS));
        Tensor targets = memory.allocate(DType.I32, Shape.of(rows));
        for (int row = 0; row < rows; row++) {
            targets.set(row, row % CLASSES);
            for (int i = 0; i < INPUTS; i++) {
                inputs.set((long) row * INPUTS + i, random.nextGaussian() + (i % CLASSES == row % CLASSES ? 1 : 0));
            }
        }
        return new Examples(inputs, targets);
    }

    @AfterEach
    void everyByteComesBack() {
        memory.close();
        assertThat(memory.bytes()).isZero();
    }
}
