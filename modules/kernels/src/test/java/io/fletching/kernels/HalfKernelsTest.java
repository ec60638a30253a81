package io.fletching.kernels;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HalfKernelsTest {
    private static final int ALL = 1 << 16;
    private static final long KEY = Philox.key(3, "weight");

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment wide = arena.allocate(JAVA_FLOAT, ALL);
    private final MemorySegment half = arena.allocate(JAVA_SHORT, ALL);

    @AfterEach
    void release() {
        arena.close();
    }

    @Test
    void everyBf16WidensToItsUpperHalfAndComesBack() {
        everyHalf();
        HalfKernels.bf16().widen(half, 0, wide, 0, ALL);
        for (int i = 0; i < ALL; i++) {
            assertThat(Float.floatToRawIntBits(wide(i))).isEqualTo(i << 16);
        }
        comesBack(HalfKernels.bf16());
    }

    @Test
    void everyF16WidensAsJavaDoesAndComesBack() {
        everyHalf();
        HalfKernels.f16().widen(half, 0, wide, 0, ALL);
        for (int i = 0; i < ALL; i++) {
            assertThat(wide(i)).isEqualTo(Float.valueOf(Float.float16ToFloat((short) i)));
        }
        comesBack(HalfKernels.f16());
    }

    private void everyHalf() {
        for (int i = 0; i < ALL; i++) {
            half.setAtIndex(JAVA_SHORT, i, (short) i);
        }
    }

    private void comesBack(HalfKernels kernels) {
        kernels.narrow(wide, 0, half, 0, ALL);
        for (int i = 0; i < ALL; i++) {
            if (Float.isNaN(wide(i))) {
                kernels.widen(half, i, wide, i, 1);
                assertThat(wide(i)).as("a NaN stays one").isNaN();
            } else {
                assertThat(half(i)).isEqualTo((short) i);
            }
        }
    }

    /// A neighbour is further off, or as far and odd, in float64, where the distances are exact.
    @Test
    void theNearestBf16IsNearest() {
        randomBits();
        HalfKernels.bf16().narrow(wide, 0, half, 0, ALL);
        for (int i = 0; i < ALL; i++) {
            float x = wide(i);
            int rounded = Short.toUnsignedInt(half(i));
            if (Float.isNaN(x)) {
                assertThat(bf16(rounded)).isNaN();
                continue;
            }
            double distance = distance(x, rounded);
            for (int other : new int[] {rounded - 1, rounded + 1}) {
                if ((other & 0x7fff) <= 0x7f80 && (other & 0x8000) == (rounded & 0x8000)) {
                    assertThat(distance)
                            .as("%s to %x", x, rounded)
                            .isLessThanOrEqualTo((rounded & 1) == 0 ? distance(x, other) : below(distance(x, other)));
                }
            }
        }
    }

    private static double below(double distance) {
        return Math.nextDown(distance);
    }

    /// Infinity stands where the next number would be.
    private static double distance(float x, int rounded) {
        double value = (rounded & 0x7fff) == 0x7f80 ? Math.copySign(0x1p128, bf16(rounded)) : bf16(rounded);
        return Math.abs((Float.isInfinite(x) ? Math.copySign(0x1p128, x) : (double) x) - value);
    }

    private static float bf16(int bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    @Test
    void theNearestF16IsJavas() {
        randomBits();
        float[] edges = {65_504, 65_519.996f, 65_520, 65_536, 1e9f, 0x1p-14f, 0x1p-15f, 0x1p-24f, 0x1p-25f, 0x1.8p-25f};
        for (int i = 0; i < edges.length; i++) {
            wide.setAtIndex(JAVA_FLOAT, i, edges[i]);
            wide.setAtIndex(JAVA_FLOAT, i + edges.length, -Math.nextUp(edges[i]));
        }
        var random = new Random(1);
        for (int i = 100; i < ALL / 2; i++) {
            wide.setAtIndex(JAVA_FLOAT, i, (float) Math.scalb(random.nextGaussian(), random.nextInt(-26, 18)));
        }
        HalfKernels.f16().narrow(wide, 0, half, 0, ALL);
        for (int i = 0; i < ALL; i++) {
            float back = Float.float16ToFloat(half(i));
            assertThat(back)
                    .as("%s", wide(i))
                    .isEqualTo(Float.valueOf(Float.float16ToFloat(Float.floatToFloat16(wide(i)))));
        }
    }

    private void randomBits() {
        var random = new Random(5);
        for (int i = 0; i < ALL; i++) {
            int bits = random.nextInt();
            // Ties are rare among random bits, and are what rounding goes wrong at.
            wide.setAtIndex(JAVA_FLOAT, i, Float.intBitsToFloat(i % 3 == 0 ? (bits & 0xffff0000) | 0x8000 : bits));
        }
    }

    /// Of n draws between two neighbours d apart the mean deviates by 5 · d/2 / √n at most.
    @Test
    void roundingAtRandomIsUnbiasedAndTakesOneOfTwoNeighbours() {
        Bf16Kernels kernels = HalfKernels.bf16();
        for (float x : new float[] {1.0001f, 1.003f, -1.0077f, 3e-3f, 1e-39f, -2.5e30f}) {
            for (int i = 0; i < ALL; i++) {
                wide.setAtIndex(JAVA_FLOAT, i, x);
            }
            kernels.narrowAtRandom(KEY, 1, 0, wide, 0, half, 0, ALL);
            int toZero = Float.floatToRawIntBits(x) >>> 16;
            double sum = 0;
            for (int i = 0; i < ALL; i++) {
                int rounded = Short.toUnsignedInt(half(i));
                assertThat(rounded).isBetween(toZero, toZero + 1);
                sum += bf16(rounded);
            }
            double apart = Math.abs((double) bf16(toZero + 1) - bf16(toZero));
            assertThat(sum / ALL).as("%s", x).isEqualTo(x, within(2.5 * apart / Math.sqrt(ALL)));
        }
    }

    @Test
    void roundingAtRandomKeepsWhatIsThereAndWhatIsFinite() {
        everyHalf();
        HalfKernels.bf16().widen(half, 0, wide, 0, ALL);
        HalfKernels.bf16().narrowAtRandom(KEY, 9, 0, wide, 0, half, 0, ALL);
        for (int i = 0; i < ALL; i++) {
            if (!Float.isNaN(wide(i))) {
                assertThat(half(i)).isEqualTo((short) i);
            } else {
                assertThat(bf16(half(i))).isNaN();
            }
        }
        for (int i = 0; i < ALL; i++) {
            wide.setAtIndex(JAVA_FLOAT, i, Float.MAX_VALUE);
        }
        HalfKernels.bf16().narrowAtRandom(KEY, 9, 0, wide, 0, half, 0, ALL);
        for (int i = 0; i < ALL; i++) {
            assertThat(half(i)).isEqualTo((short) 0x7f7f);
        }
    }

    @Test
    void noCutChangesTheBitsAndEachDrawHasItsOwn() {
        randomBits();
        MemorySegment cut = arena.allocate(JAVA_SHORT, ALL);
        Bf16Kernels kernels = HalfKernels.bf16();
        kernels.narrowAtRandom(KEY, 4, 1000, wide, 0, half, 0, ALL);
        for (int at = 0; at < ALL; ) {
            int n = Math.min(1 + at % 997, ALL - at);
            kernels.narrowAtRandom(KEY, 4, 1000 + at, wide, at, cut, at, n);
            at += n;
        }
        assertThat(cut.mismatch(half)).isEqualTo(-1);
        assertThat(differing(KEY, 5, 1000)).as("another update").isGreaterThan(ALL / 4);
        assertThat(differing(KEY, 4 + (1L << 32), 1000))
                .as("2^32 updates later")
                .isGreaterThan(ALL / 4);
        assertThat(differing(Philox.key(3, "bias"), 4, 1000)).as("another name").isGreaterThan(ALL / 4);
        assertThat(differing(Philox.key(4, "weight"), 4, 1000))
                .as("another seed")
                .isGreaterThan(ALL / 4);
        assertThat(differing(KEY, 4, 1001)).as("other elements").isGreaterThan(ALL / 4);
    }

    private int differing(long key, long number, long first) {
        MemorySegment other = arena.allocate(JAVA_SHORT, ALL);
        HalfKernels.bf16().narrowAtRandom(key, number, first, wide, 0, other, 0, ALL);
        int count = 0;
        for (int i = 0; i < ALL; i++) {
            count += other.getAtIndex(JAVA_SHORT, i) == half(i) ? 0 : 1;
        }
        return count;
    }

    private float wide(int i) {
        return wide.getAtIndex(JAVA_FLOAT, i);
    }

    private short half(int i) {
        return half.getAtIndex(JAVA_SHORT, i);
    }
}
