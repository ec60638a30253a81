package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.all;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The functions of [FloatMath] on vectors, operation for operation.
final class VectorMath {

    private static final int SIGN = 0x80000000;

    private VectorMath() {}

    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.max(FloatMath.EXP_LOW).min(FloatMath.EXP_HIGH);
        FloatVector shifted = clamped.fma(all(FloatMath.LOG2_E), all(FloatMath.ROUNDER));
        FloatVector k = shifted.sub(FloatMath.ROUNDER);
        FloatVector r = k.fma(all(-FloatMath.LN2_LOW), k.fma(all(-FloatMath.LN2_HIGH), clamped));
        FloatVector p = r.fma(all(FloatMath.EXP_6), all(FloatMath.EXP_5));
        p = r.fma(p, all(FloatMath.EXP_4));
        p = r.fma(p, all(FloatMath.EXP_3));
        p = r.fma(p, all(FloatMath.EXP_2));
        p = r.mul(r).fma(p, r).add(1);
        IntVector exponent = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return p.mul(power(half)).mul(power(exponent.sub(half)));
    }

    private static FloatVector power(IntVector exponent) {
        return exponent.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> tiny = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(0x1p23f), tiny).reinterpretAsInts();
        IntVector e = bits.sub(FloatMath.TWO_THIRDS_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(1);
        FloatVector k = (FloatVector) e.convert(VectorOperators.I2F, 0);
        k = k.blend(k.sub(23), tiny);
        FloatVector s = f.mul(f);
        FloatVector p = f.fma(all(FloatMath.LOG_10), all(FloatMath.LOG_9));
        p = f.fma(p, all(FloatMath.LOG_8));
        p = f.fma(p, all(FloatMath.LOG_7));
        p = f.fma(p, all(FloatMath.LOG_6));
        p = f.fma(p, all(FloatMath.LOG_5));
        p = f.fma(p, all(FloatMath.LOG_4));
        p = f.fma(p, all(FloatMath.LOG_3));
        p = s.mul(f).fma(p, k.mul(FloatMath.LN2_LOW));
        p = s.fma(all(-0.5f), p).add(f);
        p = k.fma(all(FloatMath.LN2_HIGH), p);
        p = p.blend(x, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
        p = p.blend(Float.NaN, x.compare(VectorOperators.GT, 0).not());
        return p.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
    }

    /// tanh from exp(2 |x|).
    static FloatVector tanh(FloatVector x, FloatVector exp) {
        FloatVector large = all(1).sub(all(2).div(exp.add(1)));
        FloatVector s = x.mul(x);
        FloatVector p = s.fma(all(FloatMath.TANH_11), all(FloatMath.TANH_9));
        p = s.fma(p, all(FloatMath.TANH_7));
        p = s.fma(p, all(FloatMath.TANH_5));
        p = s.fma(p, all(FloatMath.TANH_3));
        FloatVector small = x.mul(s).fma(p, x);
        return withSign(large.blend(small, x.abs().compare(VectorOperators.LT, FloatMath.TANH_SPLIT)), x);
    }

    /// The logarithm of the complementary error function of |x|, for |x| not near 0.
    static FloatVector logErfc(FloatVector x) {
        FloatVector t = x.abs().min(FloatMath.ERF_END);
        FloatVector q = t.fma(all(FloatMath.ERFC_7), all(FloatMath.ERFC_6));
        q = t.fma(q, all(FloatMath.ERFC_5));
        q = t.fma(q, all(FloatMath.ERFC_4));
        q = t.fma(q, all(FloatMath.ERFC_3));
        q = t.fma(q, all(FloatMath.ERFC_2));
        q = t.fma(q, all(FloatMath.ERFC_1));
        return t.fma(q, all(FloatMath.ERFC_0)).neg();
    }

    /// erf from the complementary error function of |x|, for |x| not near 0.
    static FloatVector erf(FloatVector x, FloatVector erfc) {
        FloatVector s = x.mul(x);
        FloatVector p = s.fma(all(FloatMath.ERF_13), all(FloatMath.ERF_11));
        p = s.fma(p, all(FloatMath.ERF_9));
        p = s.fma(p, all(FloatMath.ERF_7));
        p = s.fma(p, all(FloatMath.ERF_5));
        p = s.fma(p, all(FloatMath.ERF_3));
        p = s.fma(p, all(FloatMath.ERF_1));
        FloatVector large = withSign(all(1).sub(erfc), x);
        return large.blend(x.fma(p, x), x.abs().compare(VectorOperators.LT, FloatMath.ERF_SPLIT));
    }

    /// The sine of x plus `turns` right angles.
    static FloatVector sine(FloatVector x, int turns) {
        FloatVector shifted = x.fma(all(FloatMath.TWO_OVER_PI), all(FloatMath.ROUNDER));
        FloatVector k = shifted.sub(FloatMath.ROUNDER);
        FloatVector r = k.fma(all(-FloatMath.HALF_PI_HIGH), x);
        r = k.fma(all(-FloatMath.HALF_PI_MIDDLE), r);
        r = k.fma(all(-FloatMath.HALF_PI_LOW), r);
        return quadrant(r, shifted.reinterpretAsInts().add(turns));
    }

    static FloatVector quadrant(FloatVector r, IntVector turns) {
        FloatVector s = r.mul(r);
        VectorMask<Float> odd = turns.and(1).compare(VectorOperators.EQ, 1).cast(Lanes.FLOATS);
        FloatVector sine = nearSin(r, s).blend(nearCos(s), odd);
        IntVector sign = turns.and(2).lanewise(VectorOperators.LSHL, 30);
        return sine.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
    }

    private static FloatVector nearSin(FloatVector r, FloatVector s) {
        FloatVector p = s.fma(s.fma(all(FloatMath.SIN_7), all(FloatMath.SIN_5)), all(FloatMath.SIN_3));
        return withSign(r.mul(s).fma(p, r), r);
    }

    private static FloatVector nearCos(FloatVector s) {
        FloatVector p = s.fma(s.fma(all(FloatMath.COS_8), all(FloatMath.COS_6)), all(FloatMath.COS_4));
        return s.mul(s).fma(p, s.fma(all(-0.5f), all(1)));
    }

    /// The magnitude of one vector with the signs of another.
    private static FloatVector withSign(FloatVector magnitude, FloatVector sign) {
        IntVector signs = sign.reinterpretAsInts().and(SIGN);
        return magnitude.reinterpretAsInts().and(~SIGN).or(signs).reinterpretAsFloats();
    }
}
