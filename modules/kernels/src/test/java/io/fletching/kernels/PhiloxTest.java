package io.fletching.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.kernels.internal.PhiloxWords;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PhiloxTest {

    private static final long KEY = Philox.key(3, "blocks.0.weight");
    private static final int MILLION = 1_000_000;

    static Stream<Kernels> kernels() {
        return Stream.of(Kernels.f32(), Kernels.f64());
    }

    /// The known answer of the reference implementation for a zero key and a zero counter.
    @Test
    void knownAnswer() {
        int[] expected = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
        for (int lane = 0; lane < 4; lane++) {
            assertThat(PhiloxWords.word(0, 0, 0, 0, lane)).isEqualTo(expected[lane]);
        }
    }

    /// The known answer for a key and a counter of ones alone.
    @Test
    void knownAnswerOfOnes() {
        int[] expected = {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
        for (int lane = 0; lane < 4; lane++) {
            assertThat(PhiloxWords.word(-1, -1, -1, -1, lane)).isEqualTo(expected[lane]);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void bulkEqualsSingleDrawsFromAnyElementOn(Kernels k) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment y = arena.allocate(300L * k.bytes());
            for (long first : new long[] {0, 1, 63, 64, -1, -100, Long.MAX_VALUE - 150, Long.MIN_VALUE, 1L << 40}) {
                k.uniform(KEY, first, y, 1, 299, 0, 1);
                for (int i = 0; i < 299; i++) {
                    assertThat(get(k, y, i + 1)).isEqualTo(Philox.uniform(KEY, first + i, 0));
                }
                k.normal(KEY, first, y, 1, 299, 0, 1);
                for (int i = 0; i < 299; i++) {
                    assertThat(get(k, y, i + 1)).isEqualTo(Philox.normal(KEY, first + i, 0));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void momentsOfAMillion(Kernels k) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment y = arena.allocate((long) MILLION * k.bytes());
            k.uniform(KEY, 0, y, 0, MILLION, -1, 3);
            double mean = k.sum(y, 0, MILLION) / MILLION;
            assertThat(mean).isCloseTo(1, within(0.005));
            assertThat(k.sumOfSquaredDeviations(y, 0, MILLION, mean) / MILLION).isCloseTo(16 / 12.0, within(0.005));
            k.normal(KEY, 0, y, 0, MILLION, 0, 1);
            assertThat(k.sum(y, 0, MILLION) / MILLION).isCloseTo(0, within(0.004));
            assertThat(k.sumOfSquares(y, 0, MILLION) / MILLION).isCloseTo(1, within(0.006));
            assertThat(k.sumOfPowers(y, 0, MILLION, 4) / MILLION).isCloseTo(3, within(0.05));
            assertThat(k.maximumAbsolute(y, 0, MILLION)).isBetween(4.3, 6.7);
            MemorySegment shifted = y.asSlice(k.bytes());
            assertThat(k.dot(y, 0, shifted, 0, MILLION - 1) / MILLION).isCloseTo(0, within(0.004));
            MemorySegment paired = y.asSlice(16L * k.bytes());
            assertThat(k.dot(y, 0, paired, 0, MILLION - 16) / MILLION).isCloseTo(0, within(0.004));
        }
    }

    /// The words that the generator could give at the ends of its range.
    @ParameterizedTest
    @MethodSource("kernels")
    void neverTheUpperEnd(Kernels k) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment y = arena.allocate((long) MILLION * k.bytes());
            // An interval of one unit in the last place: rounding would give its upper end half of the time.
            double high = k.bytes() == 4 ? Math.nextUp(1f) : Math.nextUp(1.0);
            k.uniform(KEY, 0, y, 0, 1000, 1, high);
            assertThat(k.maximum(y, 0, 1000)).isEqualTo(1);
            k.uniform(KEY, 0, y, 0, MILLION, 1, 1.0001);
            assertThat(k.maximum(y, 0, MILLION)).isLessThan(k.bytes() == 4 ? 1.0001f : 1.0001);
            k.uniform(KEY, 0, y, 0, 100, 5, 5);
            assertThat(k.sum(y, 0, 100)).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aWrongIntervalIsRefused(Kernels k) {
        assertThatThrownBy(() -> k.uniform(KEY, 0, MemorySegment.NULL, 0, 0, 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("['2.0', '1.0')");
        assertThatThrownBy(() -> k.uniform(KEY, 0, MemorySegment.NULL, 0, 0, Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class);
        double half = k.bytes() == 4 ? Float.MAX_VALUE : Double.MAX_VALUE;
        assertThatThrownBy(() -> k.uniform(KEY, 0, MemorySegment.NULL, 0, 0, -half, half))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void drawsAndKindsAreDifferentStreams() {
        Set<Double> seen = new HashSet<>();
        for (int draw = 0; draw < 100; draw++) {
            seen.add(Philox.uniform(KEY, 5, draw));
            seen.add(Philox.normal(KEY, 5, draw));
        }
        assertThat(seen).hasSize(200);
    }

    @Test
    void keysDependOnSeedAndName() {
        Set<Long> keys = new HashSet<>();
        for (long seed = -50; seed < 50; seed++) {
            for (String name : new String[] {"", "a", "b", "ab", "ba", "blocks.0.weight", "blocks.1.weight", "ü"}) {
                keys.add(Philox.key(seed, name));
            }
        }
        assertThat(keys).hasSize(800);
        assertThat(Philox.key(3, "blocks.0.weight")).isEqualTo(KEY);
    }

    private static double get(Kernels k, MemorySegment y, int i) {
        return k.bytes() == 4
                ? y.get(ValueLayout.JAVA_FLOAT_UNALIGNED, i * 4L)
                : y.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, i * 8L);
    }
}
