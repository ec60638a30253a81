package io.fletching.provider.adamw;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private static final ScalarMoments SCALAR = new ScalarMoments(0.9f, 0.1f, 0.999f, 0.001f, 1e-8f);

    /// Parameter, gradient, first, second and largest second moment.
    private static final int TENSORS = 5;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 1_003, 65_537})
    void bothTwinsGiveTheSameBitsAtEveryOffset(int n) {
        for (int offset = 0; offset < 17; offset++) {
            try (var arena = Arena.ofConfined()) {
                var scalar = numbers(arena, n, offset);
                var vector = numbers(arena, n, offset);
                step(SCALAR, scalar, n);
                step(new VectorMoments(SCALAR), vector, n);
                for (int i = 0; i < TENSORS; i++) {
                    assertThat(scalar[i].mismatch(vector[i]))
                            .as("tensor %d at offset %d", i, offset)
                            .isEqualTo(-1);
                }
            }
        }
    }

    private static void step(Moments moments, MemorySegment[] t, long n) {
        moments.step(t[0], t[1], t[2], t[3], t[4], 0, n, 0.5f, 0.9999f, 0.01f, 3.5f);
    }

    private static MemorySegment[] numbers(Arena arena, int n, int offset) {
        var random = new SplittableRandom(7);
        var tensors = new MemorySegment[TENSORS];
        for (int i = 0; i < TENSORS; i++) {
            tensors[i] = arena.allocate((n + offset) * 4L, 64).asSlice(offset * 4L);
            for (int j = 0; j < n; j++) {
                double value = random.nextGaussian();
                tensors[i].setAtIndex(FLOAT, j, (float) (i < 3 ? value : value * value));
            }
        }
        return tensors;
    }
}
