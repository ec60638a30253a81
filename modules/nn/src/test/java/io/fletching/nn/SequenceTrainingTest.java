package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A task that memory alone can solve: which token came first, ten positions ago.
class SequenceTrainingTest extends SmallSequences {
    private static final int TIME = 11;

    private Examples tokens(int rows, long seed) {
        var random = new Random(seed);
        Tensor inputs = memory.allocate(DType.F32, Shape.of(rows, TIME, CLASSES));
        Tensor targets = memory.allocate(DType.I32, Shape.of(rows));
        for (long row = 0; row < rows; row++) {
            for (long t = 0; t < TIME; t++) {
                int token = random.nextInt(CLASSES);
                inputs.set((row * TIME + t) * CLASSES + token, 1);
                if (t == 0) {
                    targets.set(row, token);
                }
            }
        }
        return new Examples(inputs, targets);
    }

    /// The accuracy on rows that it has not seen.
    private double learned(Network network) {
        Sequence classifier = Sequence.of(network, new LastPosition(), Linear.of(CLASSES, XAVIER));
        try (Model model =
                Model.of(classifier, Shape.of(TIME, CLASSES)).memory(memory).build()) {
            Training.of(model, Loss.crossEntropy(), CATALOG.optimizer("adamw").with("lr", "0.01"))
                    .clip(CATALOG.clipper("norm-clipping"))
                    .batch(32)
                    .epochs(15)
                    .threads(2)
                    .run(tokens(1_000, 1));
            return score(model, tokens(400, 2)).accuracy();
        }
    }

    static Stream<Network> withMemory() {
        return Stream.of(
                Recurrent.lstm(16, XAVIER, ORTHOGONAL),
                Recurrent.gru(16, XAVIER, ORTHOGONAL),
                Sequence.of(
                        new PerPosition(Linear.of(16, XAVIER)),
                        new LearnedPositions(XAVIER),
                        new Residual(Attention.of(2).causal().projected(16, XAVIER))));
    }

    @ParameterizedTest
    @MethodSource("withMemory")
    void memoryRecallsTheFirstToken(Network network) {
        double accuracy = learned(network);
        System.out.printf("recall: %.3f%n", accuracy);
        assertThat(accuracy).isGreaterThan(0.95);
    }

    /// Chance is one in four.
    @Test
    void withoutMemoryItStaysAtChance() {
        assertThat(learned(new PerPosition(Linear.of(16, XAVIER)))).isBetween(0.15, 0.35);
    }
}
