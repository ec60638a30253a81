package io.fletching.provider.adamw8bit;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fletching.kernels.KernelChoice;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Options;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import io.fletching.tck.OptimizerTrial;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The vector twin against the scalar one, to the bit.
class VectorBlocksTest {
    private static final int HALF = 1 << 16;

    @BeforeEach
    void whereThereAreVectors() {
        assumeTrue(
                KernelChoice.vector() && VectorBlocks.AVAILABLE,
                "SKIPPED: there are no vectors of 256 bits or more, and the scalar loop is all that runs");
    }

    private static DynamicMap map(boolean signed) {
        return signed ? DynamicMap.SIGNED : DynamicMap.UNSIGNED;
    }

    /// Encodes 65,536 floats, given as bits, and compares each code with that of the table.
    private static void codesAreThoseOfTheTable(boolean signed, IntUnaryOperator bits) {
        var lines = signed ? VectorBlocks.FIRST : VectorBlocks.SECOND;
        try (var arena = Arena.ofConfined()) {
            var x = arena.allocate(4 * Blocks.SIZE);
            var codes = arena.allocate(Blocks.SIZE);
            for (int start = 0; start < HALF; start += Blocks.SIZE) {
                for (int i = 0; i < Blocks.SIZE; i++) {
                    x.set(JAVA_INT_UNALIGNED, 4L * i, bits.applyAsInt(start + i));
                }
                VectorBlocks.encode(lines, x, 1, codes, 0);
                for (int i = 0; i < Blocks.SIZE; i++) {
                    float number = Float.intBitsToFloat(x.get(JAVA_INT_UNALIGNED, 4L * i));
                    if (codes.get(JAVA_BYTE, i) != map(signed).code(number)) {
                        assertThat(codes.get(JAVA_BYTE, i))
                                .as("the code of %s, signed: %s", number, signed)
                                .isEqualTo(map(signed).code(number));
                    }
                }
            }
        }
    }

    /// All upper halves of a float, each with its first, its last and random lower halves: zeros of both signs,
    /// denormal numbers, infinities and NaN among them.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyUpperHalfOfAFloatHasTheCodeOfTheTable(boolean signed) {
        codesAreThoseOfTheTable(signed, upper -> upper << 16);
        codesAreThoseOfTheTable(signed, upper -> upper << 16 | 0xFFFF);
        var random = new SplittableRandom(5);
        for (int round = 0; round < 20; round++) {
            codesAreThoseOfTheTable(signed, upper -> upper << 16 | random.nextInt(HALF));
        }
    }

    /// The floats around each magnitude from which on a code is another one.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCodeChangesAtTheSameFloat(boolean signed) {
        var map = map(signed);
        int one = Float.floatToIntBits(1);
        for (int rank = 1; rank < (signed ? 128 : 255); rank++) {
            int low = 0;
            int high = one;
            while (high - low > 1) {
                int middle = (low + high) >>> 1;
                boolean above = (map.code(Float.intBitsToFloat(middle)) & 0xFF) > rank;
                high = above ? middle : high;
                low = above ? low : middle;
            }
            int change = high;
            codesAreThoseOfTheTable(signed, i -> (change + (i >> 1) % 64 - 32) | i << 31);
        }
    }

    /// Steps of both twins from one state of random codes: parameters, codes and scales have the same bits, also in
    /// a block that is not whole, one of zeros, and one that is not finite.
    @Test
    void stepsAreThoseOfTheScalarTwin() {
        int n = 20 * Blocks.SIZE + 77;
        try (var one = trial(false, n);
                var other = trial(true, n)) {
            for (var trial : new OptimizerTrial[] {one, other}) {
                var random = new SplittableRandom(3);
                for (int i = 0; i < n; i++) {
                    trial.parameter().set(i, random.nextGaussian());
                    kept(trial, "first-moment-codes").set(i, (byte) random.nextInt());
                    kept(trial, "second-moment-codes").set(i, (byte) random.nextInt());
                }
                for (int block = 0; block <= n / Blocks.SIZE; block++) {
                    kept(trial, "first-moment-scales").set(block, 0.3);
                    kept(trial, "second-moment-scales").set(block, 0.02);
                }
            }
            var random = new SplittableRandom(4);
            for (int step = 0; step < 20; step++) {
                for (int i = 0; i < n; i++) {
                    double g = i < Blocks.SIZE ? 0 : random.nextGaussian() * Math.pow(10, -random.nextInt(8));
                    one.gradient().set(i, g);
                    other.gradient().set(i, g);
                }
                if (step == 15) {
                    one.gradient().set(5 * Blocks.SIZE, Double.NaN);
                    other.gradient().set(5 * Blocks.SIZE, Double.NaN);
                    one.gradient().set(6 * Blocks.SIZE, Double.POSITIVE_INFINITY);
                    other.gradient().set(6 * Blocks.SIZE, Double.POSITIVE_INFINITY);
                }
                one.step();
                other.step();
                assertThat(differences(one.parameter(), other.parameter())).isZero();
                for (var name : one.kept().keySet()) {
                    assertThat(differences(kept(one, name), kept(other, name)))
                            .as("%s at step %s", name, step)
                            .isZero();
                }
            }
        }
    }

    private static OptimizerTrial trial(boolean vector, int n) {
        var twin = new Optimizer() {
            @Override
            public Descriptor descriptor() {
                return new AdamW8Bit().descriptor();
            }

            @Override
            public Rule bind(Options options) {
                return new AdamW8Bit().bind(options, vector);
            }
        };
        return OptimizerTrial.of(twin, Map.of("min-elements", "0"), Shape.of(n));
    }

    private static Tensor kept(OptimizerTrial trial, String name) {
        return Objects.requireNonNull(trial.kept().get(name), name);
    }

    /// How many numbers differ; any NaN is equal to any.
    private static long differences(Tensor a, Tensor b) {
        long differences = 0;
        for (long i = 0; i < a.size(); i++) {
            differences += Double.compare(a.get(i), b.get(i)) == 0 ? 0 : 1;
        }
        return differences;
    }
}
