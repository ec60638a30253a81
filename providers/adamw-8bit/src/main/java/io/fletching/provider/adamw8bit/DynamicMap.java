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
final class DynamicMap {
    private static final int DECADES = 7;

    /// Bits of the lower half of a float. The upper half is the sign, the exponent and seven binary digits: among the
    /// floats that share it, the nearest code changes once at most.
    private static final int HALF = 16;

    private static final int LOWER = (1 << HALF) - 1;

    static final DynamicMap SIGNED = new DynamicMap(1);
    static final DynamicMap UNSIGNED = new DynamicMap(2);

    /// By code.
    private final float[] values = new float[256];

    /// By the upper half of a key: its first code, above 16 bits to which the lower half is added. From where on the
    /// next code is nearer, the sum carries into the code: one load, and no branch, which could not be foretold.
    private final int[] steps = new int[1 << HALF];

    /// @param lowest how many numbers the lowest decade has: 1 with a sign, 2 without
    private DynamicMap(int lowest) {
        float[] magnitudes = magnitudes(lowest);
        int last = magnitudes.length - 1;
        int first = last - (values.length - 1);
        for (int code = first; code <= last; code++) {
            values[code & 0xFF] = code < 0 ? -magnitudes[-code] : magnitudes[code];
        }
        int[] bounds = bounds(magnitudes);
        if (first == 0) {
            // A second moment that is not 0 is never taken for 0: the first moment would be divided by eps alone.
            bounds[0] = Float.floatToIntBits(Float.MIN_VALUE);
        }
        int filled = 0;
        // A bound is a magnitude, and belongs to the larger: −bound is the key after that of the negative number.
        for (int code = first; code < last; code++) {
            int next = code < 0 ? -bounds[-code - 1] : bounds[code];
            int half = upper(next);
            Arrays.fill(steps, filled, half, code << HALF);
            steps[half] = ((code + 1) << HALF) - (next & LOWER);
            filled = half + 1;
        }
        Arrays.fill(steps, filled, steps.length, last << HALF);
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

    /// The middles between neighbours, as bits.
    private static int[] bounds(float[] magnitudes) {
        int[] bounds = new int[magnitudes.length - 1];
        for (int rank = 0; rank < bounds.length; rank++) {
            bounds[rank] = Float.floatToIntBits((float) (((double) magnitudes[rank] + magnitudes[rank + 1]) / 2));
        }
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

    /// The code of the number that is nearest to x, the larger magnitude of two; NaN has that of an infinity.
    byte code(float x) {
        return code(Float.floatToRawIntBits(x));
    }

    private byte code(int bits) {
        int key = key(bits);
        return (byte) ((steps[upper(key)] + (key & LOWER)) >>> HALF);
    }

    /// An integer in the order of the floats: their bits, those of a negative one's magnitude inverted.
    private static int key(int bits) {
        return bits ^ (bits >> 31 >>> 1);
    }

    /// The upper half of a key, from 0 on.
    private static int upper(int key) {
        return (key ^ Integer.MIN_VALUE) >>> HALF;
    }
}
