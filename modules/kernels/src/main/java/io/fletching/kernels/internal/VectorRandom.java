package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.LONGS;
import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.all;
import static io.fletching.kernels.internal.Lanes.load;
import static io.fletching.kernels.internal.Lanes.loadBits;
import static io.fletching.kernels.internal.Lanes.store;
import static io.fletching.kernels.internal.PhiloxWords.PANEL;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Random numbers of whole panels: first the words, into the memory of the numbers themselves, then the numbers in
/// place. One loop for all would be too large for the compiler.
final class VectorRandom {

    /// Elements whose words are written before they become numbers: they stay in the first-level cache.
    static final long CHUNK = 2048;

    private static final long MASK = 0xFFFFFFFFL;
    private static final VectorSpecies<Integer> WORDS =
            VectorSpecies.of(int.class, VectorShape.forBitSize(LONGS.vectorBitSize() / 2));
    private static final LongVector COUNT = LongVector.zero(LONGS).addIndex(1);

    private VectorRandom() {}

    /// The words of the panels that start at element `first`, a multiple of 64.
    static void words(long key, long first, int kind, MemorySegment y, long yAt, long n) {
        for (long panel = 0; panel < n; panel += PANEL) {
            for (long lane = 0; lane < 16; lane += LONGS.length()) {
                block(key, PhiloxWords.counter(first + panel) + lane, kind, y, yAt + panel + lane);
            }
        }
    }

    /// The four words of as many counters as a vector has lanes; lanes are the low halves of longs. Ten trips of a
    /// loop: unrolled by hand it is 14 times slower.
    private static void block(long key, long counter, int kind, MemorySegment y, long at) {
        LongVector counters = COUNT.add(counter);
        LongVector c0 = counters.and(MASK);
        LongVector c1 = counters.lanewise(VectorOperators.LSHR, 32);
        LongVector c2 = LongVector.zero(LONGS);
        LongVector c3 = LongVector.broadcast(LONGS, kind);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < PhiloxWords.ROUNDS; round++) {
            LongVector p0 = c0.and(MASK).mul(Integer.toUnsignedLong(PhiloxWords.MULTIPLIER_0));
            LongVector p2 = c2.and(MASK).mul(Integer.toUnsignedLong(PhiloxWords.MULTIPLIER_2));
            c0 = p2.lanewise(VectorOperators.LSHR, 32)
                    .lanewise(VectorOperators.XOR, c1)
                    .lanewise(VectorOperators.XOR, Integer.toUnsignedLong(k0));
            c1 = p2.and(MASK);
            c2 = p0.lanewise(VectorOperators.LSHR, 32)
                    .lanewise(VectorOperators.XOR, c3)
                    .lanewise(VectorOperators.XOR, Integer.toUnsignedLong(k1));
            c3 = p0.and(MASK);
            k0 += PhiloxWords.WEYL_0;
            k1 += PhiloxWords.WEYL_1;
        }
        storeWords(c0, y, at);
        storeWords(c1, y, at + 16);
        storeWords(c2, y, at + 32);
        storeWords(c3, y, at + 48);
    }

    private static void storeWords(LongVector words, MemorySegment y, long at) {
        ((IntVector) words.convertShape(VectorOperators.L2I, WORDS, 0))
                .intoMemorySegment(y, at * Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    /// From words to min(fma(u, range, low), most), with u from the upper 24 bits.
    static void uniform(MemorySegment y, long yAt, long n, float low, float range, float most) {
        FloatVector r = all(range);
        FloatVector l = all(low);
        FloatVector m = all(most);
        for (long i = 0; i < n; i += STEP) {
            IntVector bits = loadBits(y, yAt + i).lanewise(VectorOperators.LSHR, 8);
            FloatVector u = ((FloatVector) bits.convert(VectorOperators.I2F, 0)).mul(0x1p-24f);
            store(u.fma(r, l).min(m), y, yAt + i);
        }
    }

    /// From the first and third word of each counter to the radius of Box and Muller: see [FloatMath#radius].
    static void radii(MemorySegment y, long yAt, long n) {
        for (long row = 0; row < n; row += 32) {
            for (long i = row; i < row + 16; i += STEP) {
                IntVector word = loadBits(y, yAt + i);
                FloatVector high =
                        (FloatVector) word.lanewise(VectorOperators.LSHR, 8).convert(VectorOperators.I2F, 0);
                FloatVector low = (FloatVector) word.and(0xFF).add(1).convert(VectorOperators.I2F, 0);
                FloatVector u = high.fma(all(0x1p-24f), low.mul(0x1p-32f));
                store(VectorMath.log(u).mul(-2).sqrt(), y, yAt + i);
            }
        }
    }

    /// From radii and the second and fourth word of each counter to normal numbers.
    static void normal(MemorySegment y, long yAt, long n, float mean, float deviation) {
        FloatVector m = all(mean);
        FloatVector d = all(deviation);
        for (long row = 0; row < n; row += 32) {
            for (long i = row; i < row + 16; i += STEP) {
                FloatVector radius = load(y, yAt + i);
                IntVector fraction = loadBits(y, yAt + i + 16).lanewise(VectorOperators.LSHR, 8);
                IntVector k = fraction.add(1 << 21).lanewise(VectorOperators.ASHR, 22);
                IntVector rest = fraction.sub(k.lanewise(VectorOperators.LSHL, 22));
                FloatVector r = ((FloatVector) rest.convert(VectorOperators.I2F, 0)).mul(FloatMath.HALF_PI * 0x1p-22f);
                FloatVector cosine = VectorMath.quadrant(r, k.add(1));
                FloatVector sine = VectorMath.quadrant(r, k);
                store(radius.mul(cosine).fma(d, m), y, yAt + i);
                store(radius.mul(sine).fma(d, m), y, yAt + i + 16);
            }
        }
    }
}
