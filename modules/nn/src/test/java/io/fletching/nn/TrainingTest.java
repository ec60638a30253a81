package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.ParameterGroup;
import io.fletching.runtime.Schedule;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTest extends SmallTraining {

    @ParameterizedTest
    @EnumSource
    void everyFormOfBlockLearns(Block block) {
        Examples examples = examples(600);
        try (Model model = model(recipe().block(block))) {
            Score before = score(model, examples);
            TrainingResult result = training(model).run(examples);
            assertThat(result.training().accuracy()).isGreaterThan(0.9).isGreaterThan(before.accuracy());
            assertThat(result.training().loss()).isLessThan(before.loss() / 2);
        }
    }

    @Test
    void batchNormAndDropoutLearnToo() {
        Examples examples = examples(600);
        try (Model model =
                model(recipe().normalizer(CATALOG.normalizer("batchnorm")).dropout(0.1))) {
            assertThat(training(model).run(examples).training().accuracy()).isGreaterThan(0.9);
        }
    }

    @Test
    void regressionLearns() {
        Examples classes = examples(600);
        Tensor sums = memory.allocate(DType.F32, Shape.of(600, 1));
        for (int row = 0; row < 600; row++) {
            sums.set(
                    row,
                    classes.inputs().get((long) row * INPUTS) - classes.inputs().get((long) row * INPUTS + 1));
        }
        var examples = new Examples(classes.inputs(), sums);
        try (Model model =
                Model.of(recipe().build(1), Shape.of(INPUTS)).memory(memory).build()) {
            TrainingResult result = Training.of(
                            model,
                            Loss.meanSquaredError(),
                            CATALOG.optimizer("adamw").with("lr", "3e-3"))
                    .batch(50)
                    .epochs(10)
                    .run(examples, examples);
            assertThat(result.training().loss()).isLessThan(0.2);
            assertThat(result.training().accuracy()).isNaN();
            assertThat(result.validation()).isEqualTo(result.training());
        }
    }

    /// At a width whose weights span two blocks of 65,536 elements, for both products and for a norm over the batch.
    @ParameterizedTest
    @CsvSource({"portable,layernorm", "openblas,layernorm", "portable,batchnorm"})
    void theNumberOfThreadsChangesNoBit(String product, String normalizer) {
        Examples examples = examples(130);
        var hashes = new HashSet<String>();
        for (int threads : new int[] {1, 2, 7}) {
            var network = recipe().width(272)
                    .normalizer(CATALOG.normalizer(normalizer))
                    .dropout(0.1);
            try (Model model = Model.of(network.build(CLASSES), Shape.of(INPUTS))
                    .product(MatrixProduct.of(product))
                    .memory(memory)
                    .build()) {
                String before = model.variables().sha256();
                training(model).batch(130).epochs(3).threads(threads).run(examples);
                hashes.add(model.variables().sha256());
                assertThat(model.variables().sha256()).isNotEqualTo(before);
            }
        }
        assertThat(hashes).hasSize(1);
    }

    @Test
    void theSeedDecides() {
        Examples examples = examples(200);
        var hashes = new ArrayList<String>();
        for (long seed : new long[] {0, 0, 1}) {
            try (Model model = model(recipe())) {
                training(model).epochs(1).seed(seed).run(examples);
                hashes.add(model.variables().sha256());
            }
        }
        assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).isNotEqualTo(hashes.get(2));
    }

    @Test
    void listenersSeeEveryStepAndLayer() {
        Examples examples = examples(130);
        var steps = new ArrayList<Double>();
        var layers = new ArrayList<LayerStatistics>();
        var epochs = new ArrayList<EpochReport>();
        var bytes = new HashSet<Long>();
        try (Model model = model(recipe())) {
            training(model)
                    .schedule(Schedule.parse("constant"))
                    .epochs(2)
                    .listener(new TrainingListener() {
                        @Override
                        public void step(StepReport step) {
                            steps.add(step.loss());
                            assertThat(step.gradientNorm("stem.weight"))
                                    .isPositive()
                                    .isLessThan(step.gradientNorm());
                            assertThat(step.clipFactor()).isBetween(0.0, 1.0);
                            assertThat(step.learningRate()).isEqualTo(3e-3);
                            assertThat(step.number()).isEqualTo(steps.size());
                            assertThat(step.totalSteps()).isEqualTo(4);
                            assertThat(step.rows()).isEqualTo(steps.size() * 50L);
                            bytes.add(memory.bytes());
                            if (step.number() == 3) {
                                layers.addAll(step.layers());
                            }
                        }

                        @Override
                        public void epoch(EpochReport epoch) {
                            epochs.add(epoch);
                        }
                    })
                    .run(examples, examples);
        }
        assertThat(steps).hasSize(4).allSatisfy(loss -> assertThat(loss).isBetween(0.1, 5.0));
        assertThat(epochs).hasSize(2);
        assertThat(epochs.getLast().steps()).isEqualTo(4);
        assertThat(epochs.getLast().loss()).isEqualTo((steps.get(2) + steps.get(3)) / 2);
        assertThat(layers.stream().map(LayerStatistics::name))
                .contains("stem", "blocks.0.norm", "blocks.2.linear2", "norm", "head");
        LayerStatistics norm =
                layers.stream().filter(l -> l.name().equals("norm")).findFirst().orElseThrow();
        assertThat(norm.mean()).isBetween(-0.05, 0.05);
        assertThat(norm.deviation()).isBetween(0.95, 1.05);
        assertThat(bytes).as("bytes off the heap, step by step").hasSize(1);
    }

    /// What the heap gives to a step after warm-up, over all threads: a longer training against a shorter one,
    /// where the rows fit the window and where each step reads a window.
    @ParameterizedTest
    @ValueSource(ints = {200, 100})
    void aStepAllocatesNextToNothing(int window) {
        Examples examples = examples(200);
        try (Model model = model(recipe())) {
            Training training = training(model).batch(100).window(window);
            training.epochs(1_500).run(examples);
            long shorter = allocated(training.epochs(100), examples);
            long longer = allocated(training.epochs(600), examples);
            double bytes = (longer - shorter) / 1_000.0;
            System.out.printf("training: %.0f bytes of heap a step%n", bytes);
            assertThat(bytes).isBetween(-1024.0, 1024.0);
        }
    }

    /// The least of three readings, since compilers have business of their own.
    private static long allocated(Training training, Examples examples) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int reading = 0; reading < 3; reading++) {
            long before = threads.getTotalThreadAllocatedBytes();
            training.run(examples);
            least = Math.min(least, threads.getTotalThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void groupsReachTheirParameters() {
        Examples examples = examples(100);
        try (Model model = model(recipe())) {
            double before = model.variables().get("stem.weight").value().get(0);
            training(model)
                    .group(ParameterGroup.of("stem.*").frozen(true))
                    .epochs(2)
                    .run(examples);
            assertThat(model.variables().get("stem.weight").value().get(0)).isEqualTo(before);
        }
    }

    @Test
    void inputsThatAreNotFiniteAreRefusedBeforeAnythingIsWritten() {
        Examples examples = examples(100);
        examples.inputs().set(17, Double.NaN);
        try (Model model = model(recipe())) {
            String before = model.variables().sha256();
            assertThatThrownBy(() -> training(model).batch(100).run(examples))
                    .isInstanceOf(FletchingException.class)
                    .hasMessageContaining("weight");
            assertThat(model.variables().sha256()).isEqualTo(before);
        }
    }

    @Test
    void wrongExamplesAreRefusedInOneSentence() {
        Examples examples = examples(20);
        try (Model model = model(recipe())) {
            Training training = training(model);
            examples.targets().set(3, CLASSES);
            assertThatThrownBy(() -> training.run(examples))
                    .hasMessage("The target of row 3 is class '4'; the model tells 4 classes apart, 0 to 3.");
            var narrow = new Examples(examples.inputs().as(Shape.of(20, 3, 4)), examples.targets());
            assertThatThrownBy(() -> training.run(narrow))
                    .hasMessage("The inputs are F32[20, 3, 4]; the model takes F32[20, 12].");
            assertThatThrownBy(() ->
                            new Examples(examples.inputs(), examples.targets().slice(0, 19)))
                    .hasMessage("There are 20 rows of inputs and 19 of targets; expected as many.");
            assertThatThrownBy(() -> training.epochs(0)).hasMessage("The training has '0' epochs; expected 1 or more.");
        }
    }

    @Test
    void whatWouldNotLearnIsRefused() {
        for (Block block : List.of(Block.LAYERSCALE, Block.REZERO)) {
            assertThatThrownBy(() -> recipe().block(block).residual(false).build(CLASSES))
                    .hasMessageContaining("nothing to add its scaled branch to");
        }
        try (Model plain = model(recipe().residual(false))) {
            Tensor second = plain.variables().get("blocks.0.linear2.weight").value();
            assertThat(second.get(0)).isNotZero();
        }
        try (Model residual = model(recipe())) {
            Tensor second = residual.variables().get("blocks.0.linear2.weight").value();
            assertThat(second.get(0)).isZero();
        }
    }
}
