package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.runtime.LossScale;
import io.fletching.runtime.SafeTensors;
import io.fletching.runtime.Updater;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Variables;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Models whose weights and activations are stored in two bytes.
class HalfTrainingTest extends SmallTraining {

    @TempDir
    private Path folder;

    private Model model(DeepNetwork recipe, DType type) {
        return Model.of(recipe.build(CLASSES), Shape.of(INPUTS))
                .dtype(type)
                .memory(memory)
                .build();
    }

    @ParameterizedTest
    @CsvSource({"BF16, true", "BF16, false", "F16, true"})
    void learnsAsFloat32Does(DType type, boolean masters) {
        Examples examples = examples(600);
        try (Model wide = model(recipe());
                Model half = model(recipe(), type)) {
            Training training = training(half);
            TrainingResult result = (masters ? training : training.withoutMasters()).run(examples);
            TrainingResult expected = training(wide).run(examples);
            assertThat(result.training().accuracy()).isGreaterThan(0.9);
            assertThat(result.training().loss())
                    .isEqualTo(
                            expected.training().loss(),
                            within(0.3 * expected.training().loss()));
            assertThat(result.training()).isNotEqualTo(expected.training());
        }
    }

    /// At a width where each linear layer is a group of its own, and at one where all are one group.
    @ParameterizedTest
    @CsvSource({"272, layernorm, true", "272, batchnorm, false", "16, layernorm, true"})
    void theNumberOfThreadsChangesNoBit(long width, String normalizer, boolean masters) {
        Examples examples = examples(130);
        var hashes = new HashSet<String>();
        for (int threads : new int[] {1, 2, 7}) {
            var network = recipe().width(width)
                    .normalizer(CATALOG.normalizer(normalizer))
                    .dropout(0.1);
            try (Model model = model(network, DType.BF16)) {
                Training training = training(model).batch(130).epochs(2).threads(threads);
                (masters ? training : training.withoutMasters()).run(examples);
                hashes.add(model.variables().sha256());
            }
        }
        assertThat(hashes).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"BF16, true", "BF16, false", "F16, true"})
    void goesOnBitForBit(DType type, boolean masters) {
        Examples examples = examples(210);
        Path file = folder.resolve("checkpoint.safetensors");
        try (Model one = model(recipe().dropout(0.2), type);
                Model first = model(recipe().dropout(0.2), type);
                Model second = model(recipe().dropout(0.2), type)) {
            everything(one, masters).run(examples);
            var taken = new int[1];
            everything(first, masters)
                    .checkpoints(Checkpoints.in(file).every(Duration.ofDays(1)))
                    .stopWhen(() -> taken[0]++ == 5)
                    .run(examples);
            everything(second, masters).resume(file).run(examples);
            assertThat(second.variables().sha256())
                    .isEqualTo(one.variables().sha256())
                    .isNotEqualTo(first.variables().sha256());
        }
    }

    private Training everything(Model model, boolean masters) {
        Training training = training(model).batch(20).accumulate(2).epochs(3).average(0.9);
        return masters ? training : training.withoutMasters();
    }

    @Test
    void theFileHasTheTypeAndTheSamePredictions() {
        Examples examples = examples(200);
        Path file = folder.resolve("model.safetensors");
        try (Model trained = model(recipe(), DType.BF16);
                Model loaded = model(recipe(), DType.BF16);
                Model wide = model(recipe())) {
            training(trained).epochs(2).run(examples);
            trained.save(file);
            assertThat(SafeTensors.readHeader(file).tensors().values()).allMatch(t -> t.dtype() == DType.BF16);
            loaded.load(file);
            assertThat(score(loaded, examples)).isEqualTo(score(trained, examples));
            assertThatThrownBy(() -> wide.load(file))
                    .isInstanceOf(FletchingException.class)
                    .hasMessageContaining("is BF16[16] in the file and F32[16] in the model");
        }
    }

    /// A model is used as it was trained, also in batches of other sizes.
    @Test
    void evaluationRoundsAsTrainingDoes() {
        Examples examples = examples(64);
        try (Model model = model(recipe(), DType.BF16);
                Workers workers = Workers.of(1);
                var training = new Differentiator(model, 64, workers);
                var evaluation = new Evaluator(model, 10, workers)) {
            training(model).epochs(2).run(examples);
            training.input().data().copyFrom(examples.inputs().data());
            training.forward();
            Tensor outputs = memory.allocate(DType.F32, Shape.of(64, CLASSES));
            evaluation.predict(examples.inputs(), outputs);
            assertThat(outputs.data().mismatch(training.output().data())).isEqualTo(-1);
        }
    }

    @Test
    void activationsTakeHalfOfTheMemory() {
        var bytes = new long[3];
        for (DType type : new DType[] {DType.F32, DType.BF16, DType.F16}) {
            try (Model model = model(recipe().depth(30).width(64), type);
                    var workspace = new Workspace(model, 512, true)) {
                long before = workspace.memory().bytes();
                workspace.backward(workspace
                        .memory()
                        .allocate(DType.F32, workspace.output().shape()));
                assertThat(before).isPositive();
                bytes[type == DType.F32 ? 0 : type == DType.BF16 ? 1 : 2] =
                        workspace.memory().bytes();
            }
        }
        assertThat((double) bytes[1] / bytes[0]).isLessThan(0.75);
        assertThat(bytes[2]).isEqualTo(bytes[1]);
    }

    /// Gradients of 1e-8 are nothing in F16, where a loss scale is not: they are kept from 6e-8 on.
    @Test
    void theLossOfAModelOfF16IsScaled() {
        Examples examples = examples(200);
        try (Model model = model(recipe(), DType.F16)) {
            assertThat(training(model).lossScale()).isEqualTo(LossScale.dynamic());
            var skipped = new int[1];
            training(model)
                    .lossScale(new LossScale(0x1p60, 2, 0.5, 2000))
                    .epochs(20)
                    .listener(new TrainingListener() {
                        @Override
                        public void step(StepReport step) {
                            skipped[0] += step.applied() ? 0 : 1;
                        }
                    })
                    .run(examples);
            assertThat(skipped[0]).as("halved until gradients fit").isBetween(30, 60);
        }
    }

    /// Keras computes the powers of beta in the type of the variable: 0.999 is 1 in BF16, the correction divides by 0.
    /// Ours are of float64, so the first step is the rate whatever the type.
    @ParameterizedTest
    @CsvSource({"F32", "BF16", "F16"})
    void powersOfBetaAreNotOfTheTypeOfTheParameter(DType type) {
        var variables = new Variables(memory);
        Variable weight = variables.create(Parameter.of("weight", Shape.of(8)), type);
        for (long i = 0; i < 8; i++) {
            weight.value().set(i, 1);
            weight.gradient().set(i, 0.5);
        }
        Updater updater = Updater.of(variables)
                .optimizer(CATALOG.optimizer("adamw").with("lr", "0.125"))
                .build();
        updater.update(1, 1);
        assertThat(weight.value().get(0)).isEqualTo(0.875);

        Tensor beta = memory.allocate(DType.BF16, Shape.of(1));
        beta.set(0, 0.999);
        assertThat(1 / (1 - beta.get(0))).as("the peer's figure").isInfinite();
    }

    @Test
    void layersAreReportedAsTheyWere() {
        Examples examples = examples(100);
        try (Model model = model(recipe(), DType.BF16);
                Model wide = model(recipe())) {
            Map<String, LayerStatistics> half = statistics(model, examples);
            statistics(wide, examples)
                    .forEach((name, expected) ->
                            assertThat(half.get(name).deviation()).isEqualTo(expected.deviation(), within(0.02)));
        }
    }

    private static Map<String, LayerStatistics> statistics(Model model, Examples examples) {
        var statistics = new java.util.LinkedHashMap<String, LayerStatistics>();
        training(model)
                .epochs(1)
                .batch(100)
                .listener(new TrainingListener() {
                    @Override
                    public void step(StepReport step) {
                        step.layers().forEach(layer -> statistics.put(layer.name(), layer));
                    }
                })
                .run(examples);
        return statistics;
    }
}
