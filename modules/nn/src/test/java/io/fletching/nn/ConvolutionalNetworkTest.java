package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.kernels.Activation;
import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.Technique;
import io.fletching.spi.DType;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Deep networks over images.
class ConvolutionalNetworkTest extends SmallTraining {
    private static final int SIDE = 12;

    /// Images of noise with a small slanted stroke somewhere: which way it slants is the class.
    private Examples strokes(int rows, long seed) {
        var random = new Random(seed);
        Tensor inputs = memory.allocate(DType.F32, Shape.of(rows, 1, SIDE, SIDE));
        Tensor targets = memory.allocate(DType.I32, Shape.of(rows));
        for (int row = 0; row < rows; row++) {
            long image = (long) row * SIDE * SIDE;
            for (int i = 0; i < SIDE * SIDE; i++) {
                inputs.set(image + i, 0.3 * random.nextGaussian());
            }
            int label = random.nextInt(2);
            int top = random.nextInt(SIDE - 3);
            int left = random.nextInt(SIDE - 3);
            for (int i = 0; i < 4; i++) {
                int line = top + i;
                inputs.set(image + (long) line * SIDE + left + (label == 0 ? i : 3 - i), 2);
            }
            targets.set(row, label);
        }
        return new Examples(inputs, targets);
    }

    private static DeepNetwork recipe(String normalizer) {
        Technique<Normalizer> norm = CATALOG.normalizer(normalizer);
        return DeepNetwork.of(CATALOG.initializer("he"), CATALOG.initializer("xavier"))
                .architecture(Architecture.CONVOLUTIONAL)
                .normalizer(normalizer.equals("groupnorm") ? norm.with("groups", "2") : norm)
                .depth(3)
                .width(4);
    }

    private Model model(Network network) {
        return Model.of(network, Shape.of(1, SIDE, SIDE)).memory(memory).build();
    }

    private static Training training(Model model, int threads) {
        return Training.of(
                        model, Loss.crossEntropy(), CATALOG.optimizer("adamw").with("lr", "1e-2"))
                .clip(CATALOG.clipper("norm-clipping"))
                .batch(20)
                .epochs(4)
                .threads(threads);
    }

    /// What is learned in one place holds in all others; linear layers of more weights have to see each.
    @ParameterizedTest
    @ValueSource(strings = {"layernorm", "rmsnorm", "batchnorm", "groupnorm", "instancenorm"})
    void learnsWhatIsAnywhereInAnImage(String normalizer) {
        Examples examples = strokes(400, 1);
        Examples others = strokes(200, 2);
        try (Model model = model(recipe(normalizer).build(2))) {
            training(model, 2).run(examples);
            assertThat(score(model, others).accuracy()).isGreaterThan(0.9);
        }
    }

    @Test
    void linearLayersDoNot() {
        Examples examples = flat(strokes(400, 1));
        Examples others = flat(strokes(200, 2));
        try (Model model = Model.of(SmallTraining.recipe().build(2), Shape.of(SIDE * SIDE))
                .memory(memory)
                .build()) {
            training(model, 2).run(examples);
            assertThat(score(model, others).accuracy()).isLessThan(0.85);
        }
    }

    private static Examples flat(Examples images) {
        long rows = images.rows();
        return new Examples(images.inputs().as(Shape.of(rows, SIDE * SIDE)), images.targets());
    }

    @ParameterizedTest
    @EnumSource
    void everyFormOfBlockLearns(Block block) {
        Examples examples = strokes(400, 1);
        try (Model model = model(recipe("groupnorm").block(block).build(2))) {
            assertThat(training(model, 2).run(examples).training().accuracy()).isGreaterThan(0.9);
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradients(Block block) {
        Network network = recipe("instancenorm")
                .block(block)
                .activation(Activation.GELU)
                .depth(2)
                .width(2)
                .build(2);
        assertThat(GradientCheck.of(network, Shape.of(1, 4, 5), 2)).isLessThan(1);
    }

    @Test
    void gradientsOfStandardizedWeights() {
        Network network = recipe("batchnorm")
                .weightStandardization(true)
                .activation(Activation.SILU)
                .depth(1)
                .width(2)
                .build(2);
        assertThat(GradientCheck.of(network, Shape.of(1, 3, 4), 2)).isLessThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"portable", "fastest"})
    void theNumberOfThreadsChangesNoBit(String product) {
        Examples examples = strokes(100, 3);
        var hashes = new HashSet<String>();
        for (int threads : new int[] {1, 2, 7}) {
            try (Model model = Model.of(
                            recipe("batchnorm").dropout(0.1).width(20).build(2), Shape.of(1, SIDE, SIDE))
                    .product(MatrixProduct.of(product))
                    .memory(memory)
                    .build()) {
                training(model, threads).batch(50).epochs(1).run(examples);
                hashes.add(model.variables().sha256());
            }
        }
        assertThat(hashes).hasSize(1);
    }

    @Test
    void halvesTheImageTwice() {
        try (Model model = model(recipe("batchnorm").build(2))) {
            assertThat(model.output()).isEqualTo(Shape.of(2));
            assertThat(shape(model, "stem.weight")).isEqualTo(Shape.of(4, 1, 3, 3));
            assertThat(shape(model, "blocks.0.conv2.weight")).isEqualTo(Shape.of(4, 4, 3, 3));
            assertThat(shape(model, "blocks.downsample1.conv.weight")).isEqualTo(Shape.of(8, 4, 3, 3));
            assertThat(shape(model, "blocks.downsample2.norm.gamma")).isEqualTo(Shape.of(8));
            assertThat(shape(model, "blocks.2.conv1.weight")).isEqualTo(Shape.of(16, 16, 3, 3));
            assertThat(shape(model, "head.weight")).isEqualTo(Shape.of(2, 16));
        }
    }

    private static Shape shape(Model model, String weight) {
        return model.variables().get(weight).value().shape();
    }

    /// A block whose weights of two bytes widen, in memory that layers share.
    @Test
    void halfPrecisionLearnsToo() {
        Examples examples = strokes(400, 1);
        try (Model model = Model.of(recipe("groupnorm").build(2), Shape.of(1, SIDE, SIDE))
                .dtype(DType.BF16)
                .memory(memory)
                .build()) {
            assertThat(training(model, 2).run(examples).training().accuracy()).isGreaterThan(0.9);
        }
    }
}
