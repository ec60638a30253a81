package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.FLOATS;
import static io.fletching.kernels.internal.Lanes.INTS;
import static io.fletching.kernels.internal.Lanes.LONGS;
import static io.fletching.kernels.internal.Lanes.ORDER;
import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.WORDS;
import static io.fletching.kernels.internal.PhiloxWords.PANEL;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Random numbers of whole panels: first the words of all counters, then in passes the numbers.
final class RandomLoops {

    private static final long MASK = 0xFFFFFFFFL;
    private static final int SIGN = 0x80000000;
    private static final LongVector COUNT = LongVector.zero(LONGS).addIndex(1);

    private RandomLoops() {}

    /// The four words of 16 counters from `counter` on: word w of them at elements 16 w of the panel. A vector
    /// holds the counters in the low halves of longs. The rounds are a loop: unrolled by hand they are 14 times
    /// slower.
    static void panel(long key, long counter, int draw, int kind, MemorySegment y, long yAt) {
        for (long lane = 0; lane < 16; lane += LONGS.length()) {
            LongVector counters = COUNT.add(counter + lane);
            LongVector c0 = counters.and(MASK);
            LongVector c1 = counters.lanewise(VectorOperators.LSHR, 32);
            LongVector c2 = LongVector.broadcast(LONGS, draw & MASK);
            LongVector c3 = LongVector.broadcast(LONGS, kind & MASK);
            long k0 = key & MASK;
            long k1 = key >>> 32;
            for (int round = 0; round < PhiloxWords.ROUNDS; round++) {
                LongVector p0 = c0.and(MASK).mul(PhiloxWords.MULTIPLIER_0 & MASK);
                LongVector p2 = c2.and(MASK).mul(PhiloxWords.MULTIPLIER_2 & MASK);
                c0 = p2.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c1);
                c0 = c0.lanewise(VectorOperators.XOR, k0);
                c1 = p2.and(MASK);
                c2 = p0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c3);
                c2 = c2.lanewise(VectorOperators.XOR, k1);
                c3 = p0.and(MASK);
                k0 = (k0 + PhiloxWords.WEYL_0) & MASK;
                k1 = (k1 + PhiloxWords.WEYL_1) & MASK;
            }
            long at = (yAt + lane) << 2;
            ((IntVector) c0.convertShape(VectorOperators.L2I, WORDS, 0)).intoMemorySegment(y, at, ORDER);
            ((IntVector) c1.convertShape(VectorOperators.L2I, WORDS, 0)).intoMemorySegment(y, at + 64, ORDER);
            ((IntVector) c2.convertShape(VectorOperators.L2I, WORDS, 0)).intoMemorySegment(y, at + 128, ORDER);
            ((IntVector) c3.convertShape(VectorOperators.L2I, WORDS, 0)).intoMemorySegment(y, at + 192, ORDER);
        }
    }

    /// The words of the elements from `first`, a multiple of 64, on.
    static void words(long key, long first, int draw, int kind, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += PANEL) {
            panel(key, PhiloxWords.counter(first + i), draw, kind, y, yAt + i);
        }
    }

    /// Uniform numbers from element `first`, a multiple of 64, on.
    static void uniform(long key, long first, MemorySegment y, long yAt, long n, float low, float range, float most) {
        words(key, first, 0, PhiloxWords.UNIFORM, y, yAt, n);
        spread(y, yAt, n, low, range, most);
    }

    /// From words to min(fma(u, range, low), most), with u from the upper 24 bits.
    private static void spread(MemorySegment y, long yAt, long n, float low, float range, float most) {
        FloatVector r = FloatVector.broadcast(FLOATS, range);
        FloatVector l = FloatVector.broadcast(FLOATS, low);
        FloatVector m = FloatVector.broadcast(FLOATS, most);
        for (long i = 0; i < n; i += STEP) {
            IntVector bits =
                    IntVector.fromMemorySegment(INTS, y, (yAt + i) << 2, ORDER).lanewise(VectorOperators.LSHR, 8);
            FloatVector u = ((FloatVector) bits.convert(VectorOperators.I2F, 0)).mul(0x1p-24f);
            u.fma(r, l).min(m).intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    /// Normal numbers from element `first`, a multiple of 64, on; at most [Scratch#SIZE] of them.
    static void normal(
            long key,
            long first,
            MemorySegment y,
            long yAt,
            long n,
            float mean,
            float deviation,
            MemorySegment words,
            MemorySegment radii) {
        words(key, first, 0, PhiloxWords.NORMAL, words, 0, n);
        uniforms(words, radii, n);
        FunctionLoops.logOfPositive(radii, 0, radii, 0, n / 2);
        radii(radii, n / 2);
        project(words, radii, 1, 0, y, yAt, n, mean, deviation);
        project(words, radii, 0, 16, y, yAt, n, mean, deviation);
    }

    /// The numbers in (0, 1] of the first and third word of each counter: see [FloatMath#radius].
    private static void uniforms(MemorySegment words, MemorySegment u, long n) {
        for (long row = 0; row < n; row += 32) {
            for (long i = 0; i < 16; i += STEP) {
                IntVector word = IntVector.fromMemorySegment(INTS, words, (row + i) << 2, ORDER);
                FloatVector high =
                        (FloatVector) word.lanewise(VectorOperators.LSHR, 8).convert(VectorOperators.I2F, 0);
                FloatVector low = (FloatVector) word.and(0xFF).add(1).convert(VectorOperators.I2F, 0);
                high.fma(FloatVector.broadcast(FLOATS, 0x1p-24f), low.mul(0x1p-32f))
                        .intoMemorySegment(u, (row / 2 + i) << 2, ORDER);
            }
        }
    }

    /// From ln u to √(-2 ln u)
    private static void radii(MemorySegment u, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, u, i << 2, ORDER)
                    .mul(-2)
                    .sqrt()
                    .intoMemorySegment(u, i << 2, ORDER);
        }
    }

    /// Radius times the sine of the angle of the second and fourth word, plus `turns` right angles, into the 16
    /// elements of each pair of words that begin at `part`.
    private static void project(
            MemorySegment words,
            MemorySegment radii,
            int turns,
            long part,
            MemorySegment y,
            long yAt,
            long n,
            float mean,
            float deviation) {
        for (long i = 0; i < n / 2; i += STEP) {
            long row = i / 16 * 32 + i % 16;
            IntVector fraction = IntVector.fromMemorySegment(INTS, words, (row + 16) << 2, ORDER)
                    .lanewise(VectorOperators.LSHR, 8);
            IntVector k = fraction.add(1 << 21).lanewise(VectorOperators.ASHR, 22);
            IntVector rest = fraction.sub(k.lanewise(VectorOperators.LSHL, 22));
            FloatVector r = ((FloatVector) rest.convert(VectorOperators.I2F, 0)).mul(FloatMath.HALF_PI * 0x1p-22f);
            IntVector quadrant = k.add(turns);
            FloatVector s = r.mul(r);
            FloatVector sin =
                    s.fma(s.fma(FloatMath.SIN_7, FloatMath.SIN_5), FloatVector.broadcast(FLOATS, FloatMath.SIN_3));
            sin = r.mul(s).fma(sin, r);
            IntVector signs = r.reinterpretAsInts().and(SIGN);
            sin = sin.abs().reinterpretAsInts().or(signs).reinterpretAsFloats();
            FloatVector cos =
                    s.fma(s.fma(FloatMath.COS_8, FloatMath.COS_6), FloatVector.broadcast(FLOATS, FloatMath.COS_4));
            cos = s.mul(s).fma(cos, s.fma(-0.5f, 1));
            VectorMask<Float> odd =
                    quadrant.and(1).compare(VectorOperators.EQ, 1).cast(FLOATS);
            IntVector sign = quadrant.and(2).lanewise(VectorOperators.LSHL, 30);
            IntVector sine = sin.blend(cos, odd).reinterpretAsInts().lanewise(VectorOperators.XOR, sign);
            FloatVector z =
                    FloatVector.fromMemorySegment(FLOATS, radii, i << 2, ORDER).mul(sine.reinterpretAsFloats());
            z.fma(deviation, mean).intoMemorySegment(y, (yAt + row + part) << 2, ORDER);
        }
    }
}
