package io.fletching.kernels.internal;

/// F16, an element at a time.
sealed class ScalarF16 extends ScalarHalf permits VectorF16 {
    /// Between the biases of the exponents, 127 and 15, as bits of a float32.
    static final int REBIAS = 112 << 23;

    /// The float32 whose product takes an exponent from one bias to the other, numbers below the normal ones included.
    static final float REBIASED = 0x1p112f;

    /// Infinity and the NaN of a half, where its bits are those of a float32.
    static final int TOP = 0x7c00 << 13;

    /// 65,536, from which on a half is infinite in any case.
    static final int BEYOND = 0x47800000;

    /// 2^-14, below which a half has fewer bits.
    static final int NORMAL = 0x38800000;

    /// A float32 from 0.5 to 1 counts in steps of 2^-24, as a half below [#NORMAL] does.
    static final float STEPS = 0.5f;

    static final int STEPS_BITS = 0x3f000000;

    @Override
    final int wide(int half) {
        int magnitude = (half & 0x7fff) << 13;
        int sign = (half & 0x8000) << 16;
        if (magnitude >= TOP) {
            return sign | magnitude | INFINITE;
        }
        return sign | Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) * REBIASED);
    }

    @Override
    final int nearest(int bits) {
        int magnitude = bits & MAGNITUDE;
        int sign = (bits >>> 16) & 0x8000;
        if (magnitude > INFINITE) {
            return sign | 0x7e00 | ((magnitude >>> 13) & 0x1ff);
        }
        if (magnitude >= BEYOND) {
            return sign | 0x7c00;
        }
        if (magnitude < NORMAL) {
            return sign | (Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + STEPS) - STEPS_BITS);
        }
        return sign | ((magnitude - REBIAS + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
    }
}
