package io.fletching.kernels.internal;

import io.fletching.kernels.Function;

/// The functions of float32: own polynomials, minimax for the relative error, in a fixed order of fused operations
/// that the vector twin repeats.
public final class FloatMath {

    static final float LOG2_E = 1.442695f;
    /// ln 2 in two parts, of which the first has so few bits that its product with an exponent is exact.
    static final float LN2_HIGH = 0.69314575f;

    static final float LN2_LOW = 1.4286068e-06f;

    /// Adding and subtracting it rounds a number below 2^22 to an integer, which then stands in the low bits of the
    /// sum.
    static final float ROUNDER = 0x1.8p23f;

    static final int ROUNDER_BITS = 0x4B400000;

    /// Beyond these exp is 0 or infinity.
    static final float EXP_LOW = -104;

    static final float EXP_HIGH = 89;
    static final float EXP_2 = 0.49999994f;
    static final float EXP_3 = 0.16666517f;
    static final float EXP_4 = 0.041668285f;
    static final float EXP_5 = 0.00836925f;
    static final float EXP_6 = 0.0013820468f;

    /// The bits of 2/3: a mantissa is taken from [2/3, 4/3).
    static final int TWO_THIRDS_BITS = 0x3F2AAAAB;

    static final float LOG_3 = 0.33333215f;
    static final float LOG_4 = -0.24999799f;
    static final float LOG_5 = 0.20010446f;
    static final float LOG_6 = -0.16680439f;
    static final float LOG_7 = 0.14005306f;
    static final float LOG_8 = -0.12184893f;
    static final float LOG_9 = 0.13986897f;
    static final float LOG_10 = -0.1288907f;

    /// Below it tanh is a polynomial, above a quotient of exponentials.
    static final float TANH_SPLIT = 0.55f;

    static final float TANH_3 = -0.33333313f;
    static final float TANH_5 = 0.13332437f;
    static final float TANH_7 = -0.053835757f;
    static final float TANH_9 = 0.021000376f;
    static final float TANH_11 = -0.006169614f;

    /// Below it erf is x plus an odd polynomial, above one minus an exponential of a polynomial.
    static final float ERF_SPLIT = 0.925f;

    /// From here on erf rounds to 1.
    static final float ERF_END = 4;

    static final float ERF_1 = 0.12837917f;
    static final float ERF_3 = -0.3761263f;
    static final float ERF_5 = 0.11283626f;
    static final float ERF_7 = -0.02685573f;
    static final float ERF_9 = 0.0051923934f;
    static final float ERF_11 = -0.00080495444f;
    static final float ERF_13 = 7.9952784e-05f;

    static final float ERFC_0 = -0.00017468575f;
    static final float ERFC_1 = 1.1295149f;
    static final float ERFC_2 = 0.6333469f;
    static final float ERFC_3 = 0.108280055f;
    static final float ERFC_4 = -0.02511938f;
    static final float ERFC_5 = 0.0041710287f;
    static final float ERFC_6 = -0.00043445043f;
    static final float ERFC_7 = 2.1093343e-05f;

    /// Beyond it an angle is left to `StrictMath`: the three parts of π/2 no longer reduce it well.
    static final float ANGLE_LIMIT = 131_072;

    static final float TWO_OVER_PI = 0.63661975f;
    /// π/2 in three parts, all positive, so that -0 stays -0.
    static final float HALF_PI_HIGH = 0x1.921FB4p0f;

    static final float HALF_PI_MIDDLE = 0x1.4442D0p-24f;
    static final float HALF_PI_LOW = 0x1.84698Ap-48f;
    static final float HALF_PI = (float) (Math.PI / 2);
    static final float SIN_3 = -0.16666654f;
    static final float SIN_5 = 0.008332093f;
    static final float SIN_7 = -0.00019505147f;
    static final float COS_4 = 0.04166664f;
    static final float COS_6 = -0.001388713f;
    static final float COS_8 = 2.441208e-05f;

    private FloatMath() {}

    static float map(Function f, float x) {
        return switch (f) {
            case EXP -> exp(x);
            case LOG -> log(x);
            case TANH -> tanh(x);
            case ERF -> erf(x);
            case SIN -> sin(x);
            case COS -> cos(x);
            case SQRT -> (float) Math.sqrt(x);
        };
    }

    static float exp(float x) {
        float clamped = Math.min(Math.max(x, EXP_LOW), EXP_HIGH);
        float shifted = Math.fma(clamped, LOG2_E, ROUNDER);
        float k = shifted - ROUNDER;
        float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, clamped));
        float p = Math.fma(r, EXP_6, EXP_5);
        p = Math.fma(r, p, EXP_4);
        p = Math.fma(r, p, EXP_3);
        p = Math.fma(r, p, EXP_2);
        p = Math.fma(r * r, p, r) + 1;
        // Two steps, since 2^k alone may lie beyond the largest or below the smallest normal number.
        int exponent = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
        int half = exponent >> 1;
        return p * power(half) * power(exponent - half);
    }

    private static float power(int exponent) {
        return Float.intBitsToFloat((exponent + 127) << 23);
    }

    static float log(float x) {
        boolean tiny = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(tiny ? x * 0x1p23f : x);
        int e = (bits - TWO_THIRDS_BITS) >> 23;
        float f = Float.intBitsToFloat(bits - (e << 23)) - 1;
        float k = e - (tiny ? 23f : 0f);
        float s = f * f;
        float p = Math.fma(f, LOG_10, LOG_9);
        p = Math.fma(f, p, LOG_8);
        p = Math.fma(f, p, LOG_7);
        p = Math.fma(f, p, LOG_6);
        p = Math.fma(f, p, LOG_5);
        p = Math.fma(f, p, LOG_4);
        p = Math.fma(f, p, LOG_3);
        p = Math.fma(s * f, p, k * LN2_LOW);
        p = Math.fma(s, -0.5f, p) + f;
        p = Math.fma(k, LN2_HIGH, p);
        if (x > 0) {
            return x == Float.POSITIVE_INFINITY ? x : p;
        }
        return x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
    }

    static float tanh(float x) {
        float t = Math.abs(x);
        if (t < TANH_SPLIT) {
            float s = x * x;
            float p = Math.fma(s, TANH_11, TANH_9);
            p = Math.fma(s, p, TANH_7);
            p = Math.fma(s, p, TANH_5);
            p = Math.fma(s, p, TANH_3);
            return Math.copySign(Math.fma(x * s, p, x), x);
        }
        return Math.copySign(1 - 2 / (exp(t + t) + 1), x);
    }

    static float erf(float x) {
        float t = Math.abs(x);
        if (t < ERF_SPLIT) {
            float s = x * x;
            float p = Math.fma(s, ERF_13, ERF_11);
            p = Math.fma(s, p, ERF_9);
            p = Math.fma(s, p, ERF_7);
            p = Math.fma(s, p, ERF_5);
            p = Math.fma(s, p, ERF_3);
            p = Math.fma(s, p, ERF_1);
            return Math.fma(x, p, x);
        }
        t = Math.min(t, ERF_END);
        float q = Math.fma(t, ERFC_7, ERFC_6);
        q = Math.fma(t, q, ERFC_5);
        q = Math.fma(t, q, ERFC_4);
        q = Math.fma(t, q, ERFC_3);
        q = Math.fma(t, q, ERFC_2);
        q = Math.fma(t, q, ERFC_1);
        q = Math.fma(t, q, ERFC_0);
        return Math.copySign(1 - exp(-q), x);
    }

    static float sin(float x) {
        return beyond(x) ? (float) StrictMath.sin(x) : turned(x, 0);
    }

    static float cos(float x) {
        return beyond(x) ? (float) StrictMath.cos(x) : turned(x, 1);
    }

    private static boolean beyond(float x) {
        return Math.abs(x) > ANGLE_LIMIT;
    }

    /// The sine of x plus `turns` right angles.
    private static float turned(float x, int turns) {
        float shifted = Math.fma(x, TWO_OVER_PI, ROUNDER);
        float k = shifted - ROUNDER;
        float r = Math.fma(k, -HALF_PI_HIGH, x);
        r = Math.fma(k, -HALF_PI_MIDDLE, r);
        r = Math.fma(k, -HALF_PI_LOW, r);
        return quadrant(r, Float.floatToRawIntBits(shifted) + turns);
    }

    /// The sine of r, in [-π/4, π/4] or just beyond, plus `turns` right angles (of which two bits count).
    private static float quadrant(float r, int turns) {
        float sine = (turns & 1) == 0 ? nearSin(r) : nearCos(r);
        return (turns & 2) == 0 ? sine : -sine;
    }

    private static float nearSin(float r) {
        float s = r * r;
        float p = Math.fma(s, Math.fma(s, SIN_7, SIN_5), SIN_3);
        return Math.copySign(Math.fma(r * s, p, r), r);
    }

    private static float nearCos(float r) {
        float s = r * r;
        float p = Math.fma(s, Math.fma(s, COS_8, COS_6), COS_4);
        return Math.fma(s * s, p, Math.fma(s, -0.5f, 1));
    }

    /// The radius of Box and Muller, sqrt(-2 ln u), with u = (word + 1) / 2^32 of an unsigned word: in (0, 1], so
    /// finite.
    public static float radius(int word) {
        float u = Math.fma((float) (word >>> 8), 0x1p-24f, (float) ((word & 0xFF) + 1) * 0x1p-32f);
        return (float) Math.sqrt(-2 * log(u));
    }

    /// The sine of 2π times the upper 24 bits of a word, as a fraction.
    public static float sinTurns(int word) {
        return turns(word, 0);
    }

    /// The cosine of 2π times the upper 24 bits of a word, as a fraction.
    public static float cosTurns(int word) {
        return turns(word, 1);
    }

    private static float turns(int word, int more) {
        int fraction = word >>> 8;
        int k = (fraction + (1 << 21)) >> 22;
        return quadrant((float) (fraction - (k << 22)) * (HALF_PI * 0x1p-22f), k + more);
    }
}
