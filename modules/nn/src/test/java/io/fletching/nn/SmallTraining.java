package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.arrow.Memory;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/// A task that a small network learns in a moment, for tests of how it is trained. Every byte must come back.
abstract class SmallTraining {
    static final Catalog CATALOG = Catalog.load();
    static final int INPUTS = 12;
    static final int CLASSES = 4;

    final Memory memory = Memory.create();

    @AfterEach
    void everyByteComesBack() {
        memory.close();
        assertThat(memory.bytes()).isZero();
    }

    /// Rows whose class is that of the nearest of a few fixed points.
    final Examples examples(int rows) {
        var random = new Random(1);
        Tensor inputs = memory.allocate(DType.F32, Shape.of(rows, INPUTS));
        Tensor targets = memory.allocate(DType.I32, Shape.of(rows));
        for (int row = 0; row < rows; row++) {
            int label = random.nextInt(CLASSES);
            targets.set(row, label);
            for (int i = 0; i < INPUTS; i++) {
                inputs.set((long) row * INPUTS + i, random.nextGaussian() + (i % CLASSES == label ? 1.5 : 0));
            }
        }
        return new Examples(inputs, targets);
    }

    static DeepNetwork recipe() {
        return DeepNetwork.of(CATALOG.initializer("he"), CATALOG.initializer("xavier"))
                .normalizer(CATALOG.normalizer("layernorm"))
                .depth(3)
                .width(16);
    }

    final Model model(DeepNetwork recipe) {
        return Model.of(recipe.build(CLASSES), Shape.of(INPUTS)).memory(memory).build();
    }

    static Training training(Model model) {
        return Training.of(
                        model, Loss.crossEntropy(), CATALOG.optimizer("adamw").with("lr", "3e-3"))
                .clip(CATALOG.clipper("norm-clipping"))
                .batch(50)
                .epochs(6)
                .threads(2);
    }

    static Score score(Model model, RowSource rows) {
        try (var workers = Workers.of(1);
                var evaluator = new Evaluator(model, 64, workers)) {
            return evaluator.score(rows, Loss.crossEntropy());
        }
    }
}
