package io.fletching.provider.adamw8bit;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.fletching.kernels.Kernels;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The numbers up to 1 that a byte stands for: dynamic tree quantization,
/// [8-bit Optimizers via Block-wise Quantization](https://arxiv.org/abs/2110.02861), section 1.3.
///
/// Seven decades end at 1, and each has twice as many numbers as the one below: 1, 2, … 64 with a sign, twice as many
/// without. Its numbers are the middles of as many equal parts of [0.1, 1], times the decade. 0 and 1 join them. So
/// what is large has the more precise code, and what is small still has one.
///
/// A code is the rank of the magnitude: 0 to 255, or, with a sign, −127 to 127, and −128 for 1.
///
/// Within a decade a number is a linear function of its rank, and the nearest rank one of the number, rounded. These
/// lines are the definition. Number by number they are looked up in tables; [VectorBlocks] computes them.
final class DynamicMap {
    private static final int DECADES = 7;

    /// The decades from the lowest on, and 1 above them.
    static final int CLASSES = DECADES + 1;

    /// The last binary digit of floats around this one counts 1: what is added to it is rounded to a whole number.
    static final float ROUND = 0x1.8p23f;

    /// Bits of the lower half of a float. The upper half is the exponent and seven binary digits: among the magnitudes
    /// that share it, the nearest rank changes once at most.
    private static final int HALF = 16;

    private static final int LOWER = (1 << HALF) - 1;

    static final DynamicMap SIGNED = new DynamicMap(1);
    static final DynamicMap UNSIGNED = new DynamicMap(2);

    /// How many numbers the lowest decade has: 1 with a sign, 2 without.
    final int lowest;

    /// By class: a number is this · (rank + lowest − 1) + `numberAt`.
    final float[] numberSlope = new float[CLASSES];

    final float[] numberAt = new float[CLASSES];

    /// By class: a rank is this · magnitude + `rankAt`, but at most `lastRank`, rounded to the even.
    final float[] rankSlope = new float[CLASSES];

    final float[] rankAt = new float[CLASSES];
    final float[] lastRank = new float[CLASSES];

    /// By class: the least magnitude that is in it.
    final float[] least = new float[CLASSES];

    /// By code.
    private final float[] values = new float[256];

    /// By the upper half of a magnitude: its first rank, above 16 bits to which the lower half is added. From where on
    /// the next rank is nearer, the sum carries into the rank: one load, and no branch, which could not be foretold.
    private final int[] steps = new int[1 << (HALF - 1)];

    private DynamicMap(int lowest) {
        this.lowest = lowest;
        for (int decade = 0; decade < DECADES; decade++) {
            double top = Math.pow(10, decade - DECADES + 1);
            int parts = lowest << decade;
            numberSlope[decade] = (float) (0.9 * top / parts);
            numberAt[decade] = (float) (top * (0.45 / parts - 0.8));
            rankSlope[decade] = (float) (parts / (0.9 * top));
            rankAt[decade] = (float) (8 / 9.0 * parts + 0.5 - lowest);
            lastRank[decade] = 2 * parts - lowest;
        }
        int last = signed() ? 128 : 255;
        numberAt[DECADES] = 1;
        rankAt[DECADES] = last;
        lastRank[DECADES] = last;
        // The lowest decade has one change of ranks alone: from 0 to its number, or between its two.
        rankSlope[0] = signed() ? 2 / value(1) : 2 / (value(1) + value(2));
        rankAt[0] = signed() ? -0.5f : 0.5f;
        for (int next = 1; next < CLASSES; next++) {
            int rank = (int) lastRank[next - 1];
            least[next] = (float) (((double) value(rank) + value(rank + 1)) / 2);
        }
        tabulate(last);
    }

    private boolean signed() {
        return lowest == 1;
    }

    private void tabulate(int last) {
        for (int rank = 0; rank <= last; rank++) {
            values[rank & 0xFF] = value(rank);
            if (signed() && rank < last) {
                values[-rank & 0xFF] = -value(rank);
            }
        }
        int filled = 0;
        for (int rank = 0; rank < last; rank++) {
            int next = firstAbove(rank);
            int half = next >>> HALF;
            Arrays.fill(steps, filled, half, rank << HALF);
            steps[half] = ((rank + 1) << HALF) - (next & LOWER);
            filled = half + 1;
        }
        Arrays.fill(steps, filled, steps.length, last << HALF);
    }

    private float value(int rank) {
        if (rank == 0) {
            return 0;
        }
        int place = rank + lowest - 1;
        int of = Integer.numberOfTrailingZeros(Integer.highestOneBit(place) / lowest);
        return Math.fma(place, numberSlope[of], numberAt[of]);
    }

    private int rank(float magnitude) {
        int of = DECADES;
        while (magnitude < least[of]) {
            of--;
        }
        float rank = Math.min(Math.fma(magnitude, rankSlope[of], rankAt[of]), lastRank[of]);
        // A second moment that is not 0 is never taken for 0: the first moment would be divided by eps alone.
        return Math.max((int) (rank + ROUND - ROUND), !signed() && magnitude > 0 ? 1 : 0);
    }

    /// The bits of the least magnitude of a higher rank.
    private int firstAbove(int rank) {
        int low = 0;
        int high = Float.floatToIntBits(1);
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (rank(Float.intBitsToFloat(middle)) > rank) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /// What a code stands for.
    float value(byte code) {
        return values[code & 0xFF];
    }

    /// Writes the numbers that codes stand for, times a scale.
    void decode(MemorySegment codes, long codesAt, double scale, MemorySegment y, int n) {
        float factor = (float) scale;
        for (int i = 0; i < n; i++) {
            y.set(JAVA_FLOAT_UNALIGNED, 4L * i, factor * value(codes.get(JAVA_BYTE, codesAt + i)));
        }
    }

    /// Writes the nearest code of each number over the largest magnitude, and that quotient to x. Numbers of which none
    /// is normal are taken for 0.
    ///
    /// @return the largest magnitude
    double encode(MemorySegment x, MemorySegment codes, long codesAt, int n) {
        double scale = Kernels.f32().maximumAbsolute(x, 0, n);
        Kernels.f32().scale(x, 0, x, 0, n, inverse(scale));
        for (int i = 0; i < n; i++) {
            codes.set(JAVA_BYTE, codesAt + i, code(x.get(JAVA_INT_UNALIGNED, 4L * i)));
        }
        return scale;
    }

    /// What numbers are multiplied by before they are encoded, the largest of which has this magnitude.
    static double inverse(double scale) {
        return scale >= Float.MIN_NORMAL && scale <= Float.MAX_VALUE ? 1 / scale : 0;
    }

    /// The code of the number that is nearest to x, the larger magnitude of two; NaN has that of an infinity. Without
    /// signs it is the code of |x|.
    byte code(float x) {
        return code(Float.floatToRawIntBits(x));
    }

    private byte code(int bits) {
        int rank = (steps[bits >>> HALF & steps.length - 1] + (bits & LOWER)) >>> HALF;
        int minus = signed() ? bits >> 31 : 0;
        return (byte) Math.max((rank ^ minus) - minus, -127);
    }
}
