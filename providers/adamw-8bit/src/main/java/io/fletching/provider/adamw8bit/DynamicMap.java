package io.fletching.provider.adamw8bit;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.fletching.kernels.Kernels;
import java.lang.foreign.MemorySegment;

/// The numbers up to 1 that a byte stands for: dynamic tree quantization,
/// [8-bit Optimizers via Block-wise Quantization](https://arxiv.org/abs/2110.02861), section 1.3.
///
/// Seven decades end at 1, and each has twice as many numbers as the one below: 1, 2, … 64 with a sign, twice as many
/// without. Its numbers are the middles of as many equal parts of [0.1, 1], times the decade. 0 and 1 join them. So
/// what is large has the more precise code, and what is small still has one.
///
/// A code is the rank of the magnitude: 0 to 255, or, with a sign, −127 to 127, and −128 for 1.
final class DynamicMap {
    private static final int DECADES = 7;

    /// The upper half of a float: the sign, the exponent and seven binary digits. Between two neighbours, from 2⁻²⁵ on,
    /// there is at most one number at which the nearest code changes.
    private static final int HALF = 16;

    private static final int FIRST_HALF = Float.floatToIntBits(0x1p-25f) >>> HALF;
    private static final int LAST_HALF = Float.floatToIntBits(1) >>> HALF;

    static final DynamicMap SIGNED = new DynamicMap(1);
    static final DynamicMap UNSIGNED = new DynamicMap(2);

    /// By code.
    private final float[] values = new float[256];

    /// By rank, as bits of a float: from where on the next rank is nearer.
    private final int[] bounds;

    /// By upper half, from the first: the rank that is nearest to the least number with it.
    private final short[] ranks = new short[LAST_HALF - FIRST_HALF + 1];

    private final int lastRank;

    /// @param lowest how many numbers the lowest decade has: 1 with a sign, 2 without
    private DynamicMap(int lowest) {
        float[] magnitudes = magnitudes(lowest);
        boolean signed = lowest == 1;
        this.lastRank = magnitudes.length - 1;
        for (int rank = 0; rank <= lastRank; rank++) {
            values[rank] = magnitudes[rank];
        }
        for (int rank = 1; signed && rank < lastRank; rank++) {
            values[values.length - rank] = -magnitudes[rank];
        }
        this.bounds = bounds(magnitudes);
        if (!signed) {
            // A second moment that is not 0 is never taken for 0: the first moment would be divided by eps alone.
            bounds[0] = Float.floatToIntBits(Float.MIN_VALUE);
        }
        for (int i = 0, rank = 0; i < ranks.length; i++) {
            int least = i == 0 ? 0 : (FIRST_HALF + i) << HALF;
            while (least >= bounds[rank]) {
                rank++;
            }
            ranks[i] = (short) rank;
        }
    }

    private static float[] magnitudes(int lowest) {
        int count = lowest * ((1 << DECADES) - 1);
        float[] magnitudes = new float[count + 2];
        int rank = 1;
        for (int decade = 0; decade < DECADES; decade++) {
            double top = Math.pow(10, decade - DECADES + 1);
            int parts = lowest << decade;
            for (int part = 0; part < parts; part++) {
                magnitudes[rank++] = (float) (top * (0.1 + 0.9 * (part + 0.5) / parts));
            }
        }
        magnitudes[rank] = 1;
        return magnitudes;
    }

    /// The middles between neighbours; behind the last what nothing reaches.
    private static int[] bounds(float[] magnitudes) {
        int[] bounds = new int[magnitudes.length];
        for (int rank = 0; rank < bounds.length - 1; rank++) {
            bounds[rank] = Float.floatToIntBits((float) (((double) magnitudes[rank] + magnitudes[rank + 1]) / 2));
        }
        bounds[bounds.length - 1] = Integer.MAX_VALUE;
        return bounds;
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
        double inverse = scale < Float.MIN_NORMAL ? 0 : 1 / scale;
        Kernels.f32().scale(x, 0, x, 0, n, inverse);
        for (int i = 0; i < n; i++) {
            codes.set(JAVA_BYTE, codesAt + i, code(x.get(JAVA_INT_UNALIGNED, 4L * i)));
        }
        return scale;
    }

    /// The code of the number that is nearest to x, the larger of two; NaN has the last. Without a branch, for which of
    /// two codes is nearer cannot be foretold.
    byte code(float x) {
        return code(Float.floatToRawIntBits(x));
    }

    private byte code(int bits) {
        int sign = bits >> 31;
        int magnitude = bits & Integer.MAX_VALUE;
        int half = Math.min(Math.max(magnitude >>> HALF, FIRST_HALF), LAST_HALF);
        int rank = ranks[half - FIRST_HALF];
        rank += (bounds[rank] - 1 - magnitude) >>> 31;
        return (byte) ((Math.min(rank, lastRank + sign) ^ sign) - sign);
    }
}
