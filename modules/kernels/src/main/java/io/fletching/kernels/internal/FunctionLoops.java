package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.FLOATS;
import static io.fletching.kernels.internal.Lanes.ORDER;
import static io.fletching.kernels.internal.Lanes.STEP;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The functions of [FloatMath] on whole vectors, operation for operation. Log, tanh and erf take several passes,
/// for at most [Scratch#SIZE] elements, with room for as many.
final class FunctionLoops {

    private static final int SIGN = 0x80000000;

    private FunctionLoops() {}

    static void exp(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector clamped = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .max(FloatMath.EXP_LOW)
                    .min(FloatMath.EXP_HIGH);
            FloatVector shifted = clamped.fma(FloatMath.LOG2_E, FloatMath.ROUNDER);
            FloatVector k = shifted.sub(FloatMath.ROUNDER);
            FloatVector r = k.fma(FloatVector.broadcast(FLOATS, -FloatMath.LN2_HIGH), clamped);
            r = k.fma(FloatVector.broadcast(FLOATS, -FloatMath.LN2_LOW), r);
            FloatVector p = r.fma(FloatMath.EXP_6, FloatMath.EXP_5);
            p = r.fma(p, FloatVector.broadcast(FLOATS, FloatMath.EXP_4));
            p = r.fma(p, FloatVector.broadcast(FLOATS, FloatMath.EXP_3));
            p = r.fma(p, FloatVector.broadcast(FLOATS, FloatMath.EXP_2));
            p = r.mul(r).fma(p, r).add(1);
            IntVector exponent = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
            IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
            IntVector rest = exponent.sub(half);
            p = p.mul(half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            p = p.mul(rest.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            p.intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void log(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, MemorySegment room) {
        logOfPositive(x, xAt, room, 0, n);
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            FloatVector p = FloatVector.fromMemorySegment(FLOATS, room, i << 2, ORDER);
            p = p.blend(v, v.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
            p = p.blend(Float.NaN, v.compare(VectorOperators.GT, 0).not());
            p.blend(Float.NEGATIVE_INFINITY, v.compare(VectorOperators.EQ, 0))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    /// The logarithm of finite positive numbers.
    static void logOfPositive(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            VectorMask<Float> tiny = v.compare(VectorOperators.LT, Float.MIN_NORMAL);
            IntVector bits = v.blend(v.mul(0x1p23f), tiny).reinterpretAsInts();
            IntVector e = bits.sub(FloatMath.TWO_THIRDS_BITS).lanewise(VectorOperators.ASHR, 23);
            FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23))
                    .reinterpretAsFloats()
                    .sub(1);
            FloatVector k = (FloatVector) e.convert(VectorOperators.I2F, 0);
            k = k.blend(k.sub(23), tiny);
            FloatVector s = f.mul(f);
            FloatVector p = f.fma(FloatMath.LOG_10, FloatMath.LOG_9);
            p = f.fma(p, FloatVector.broadcast(FLOATS, FloatMath.LOG_8));
            p = f.fma(p, FloatVector.broadcast(FLOATS, FloatMath.LOG_7));
            p = f.fma(p, FloatVector.broadcast(FLOATS, FloatMath.LOG_6));
            p = f.fma(p, FloatVector.broadcast(FLOATS, FloatMath.LOG_5));
            p = f.fma(p, FloatVector.broadcast(FLOATS, FloatMath.LOG_4));
            p = f.fma(p, FloatVector.broadcast(FLOATS, FloatMath.LOG_3));
            p = s.mul(f).fma(p, k.mul(FloatMath.LN2_LOW));
            p = s.fma(FloatVector.broadcast(FLOATS, -0.5f), p).add(f);
            p = k.fma(FloatVector.broadcast(FLOATS, FloatMath.LN2_HIGH), p);
            p.intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void sqrt(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .sqrt()
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    /// The sine of x plus `turns` right angles, for angles within [FloatMath#ANGLE_LIMIT].
    static void sine(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, int turns, MemorySegment room) {
        reduceAngle(x, xAt, y, yAt, room, n);
        sineOfReduced(y, yAt, room, n, turns);
    }

    /// Each angle as a number of right angles, left in the low bits of `quadrants`, and a rest y.
    private static void reduceAngle(
            MemorySegment x, long xAt, MemorySegment y, long yAt, MemorySegment quadrants, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            FloatVector shifted = v.fma(FloatMath.TWO_OVER_PI, FloatMath.ROUNDER);
            shifted.intoMemorySegment(quadrants, i << 2, ORDER);
            FloatVector k = shifted.sub(FloatMath.ROUNDER);
            FloatVector r = k.fma(FloatVector.broadcast(FLOATS, -FloatMath.HALF_PI_HIGH), v);
            r = k.fma(FloatVector.broadcast(FLOATS, -FloatMath.HALF_PI_MIDDLE), r);
            r = k.fma(FloatVector.broadcast(FLOATS, -FloatMath.HALF_PI_LOW), r);
            r.intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    private static void sineOfReduced(MemorySegment y, long yAt, MemorySegment quadrants, long n, int turns) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector r = FloatVector.fromMemorySegment(FLOATS, y, (yAt + i) << 2, ORDER);
            IntVector quadrant = FloatVector.fromMemorySegment(FLOATS, quadrants, i << 2, ORDER)
                    .reinterpretAsInts()
                    .add(turns);
            FloatVector s = r.mul(r);
            FloatVector sin =
                    s.fma(s.fma(FloatMath.SIN_7, FloatMath.SIN_5), FloatVector.broadcast(FLOATS, FloatMath.SIN_3));
            sin = r.mul(s).fma(sin, r);
            IntVector signs = r.reinterpretAsInts().and(SIGN);
            IntVector sine = sin.abs().reinterpretAsInts().or(signs);
            FloatVector cos =
                    s.fma(s.fma(FloatMath.COS_8, FloatMath.COS_6), FloatVector.broadcast(FLOATS, FloatMath.COS_4));
            cos = s.mul(s).fma(cos, s.fma(-0.5f, 1));
            sine = sine.blend(cos.reinterpretAsInts(), quadrant.and(1).compare(VectorOperators.EQ, 1));
            IntVector sign = quadrant.and(2).lanewise(VectorOperators.LSHL, 30);
            sine.lanewise(VectorOperators.XOR, sign).reinterpretAsFloats().intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void tanh(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, MemorySegment room) {
        doubleMagnitude(x, xAt, room, n);
        exp(room, 0, room, 0, n);
        tanhOfExp(x, xAt, room, y, yAt, n);
    }

    private static void doubleMagnitude(MemorySegment x, long xAt, MemorySegment y, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector t = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .abs();
            t.add(t).intoMemorySegment(y, i << 2, ORDER);
        }
    }

    private static void tanhOfExp(MemorySegment x, long xAt, MemorySegment exp, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            FloatVector large = FloatVector.broadcast(FLOATS, 1)
                    .sub(FloatVector.broadcast(FLOATS, 2)
                            .div(FloatVector.fromMemorySegment(FLOATS, exp, i << 2, ORDER)
                                    .add(1)));
            FloatVector s = v.mul(v);
            FloatVector p = s.fma(FloatMath.TANH_11, FloatMath.TANH_9);
            p = s.fma(p, FloatVector.broadcast(FLOATS, FloatMath.TANH_7));
            p = s.fma(p, FloatVector.broadcast(FLOATS, FloatMath.TANH_5));
            p = s.fma(p, FloatVector.broadcast(FLOATS, FloatMath.TANH_3));
            p = v.mul(s).fma(p, v);
            p = large.blend(p, v.abs().compare(VectorOperators.LT, FloatMath.TANH_SPLIT));
            IntVector signs = v.reinterpretAsInts().and(SIGN);
            p.abs().reinterpretAsInts().or(signs).reinterpretAsFloats().intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void erf(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, MemorySegment room) {
        logErfc(x, xAt, room, n);
        exp(room, 0, room, 0, n);
        erfOfErfc(x, xAt, room, y, yAt, n);
    }

    private static void logErfc(MemorySegment x, long xAt, MemorySegment y, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector t = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .abs()
                    .min(FloatMath.ERF_END);
            FloatVector q = t.fma(FloatMath.ERFC_7, FloatMath.ERFC_6);
            q = t.fma(q, FloatVector.broadcast(FLOATS, FloatMath.ERFC_5));
            q = t.fma(q, FloatVector.broadcast(FLOATS, FloatMath.ERFC_4));
            q = t.fma(q, FloatVector.broadcast(FLOATS, FloatMath.ERFC_3));
            q = t.fma(q, FloatVector.broadcast(FLOATS, FloatMath.ERFC_2));
            q = t.fma(q, FloatVector.broadcast(FLOATS, FloatMath.ERFC_1));
            t.fma(q, FloatVector.broadcast(FLOATS, FloatMath.ERFC_0)).neg().intoMemorySegment(y, i << 2, ORDER);
        }
    }

    private static void erfOfErfc(MemorySegment x, long xAt, MemorySegment erfc, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER);
            FloatVector s = v.mul(v);
            FloatVector p = s.fma(FloatMath.ERF_13, FloatMath.ERF_11);
            p = s.fma(p, FloatVector.broadcast(FLOATS, FloatMath.ERF_9));
            p = s.fma(p, FloatVector.broadcast(FLOATS, FloatMath.ERF_7));
            p = s.fma(p, FloatVector.broadcast(FLOATS, FloatMath.ERF_5));
            p = s.fma(p, FloatVector.broadcast(FLOATS, FloatMath.ERF_3));
            p = s.fma(p, FloatVector.broadcast(FLOATS, FloatMath.ERF_1));
            p = v.fma(p, v);
            IntVector signs = v.reinterpretAsInts().and(SIGN);
            FloatVector large =
                    FloatVector.broadcast(FLOATS, 1).sub(FloatVector.fromMemorySegment(FLOATS, erfc, i << 2, ORDER));
            large = large.reinterpretAsInts().or(signs).reinterpretAsFloats();
            large.blend(p, v.abs().compare(VectorOperators.LT, FloatMath.ERF_SPLIT))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    /// y = σ(x)
    static void sigmoid(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        ElementwiseLoops.scale(x, xAt, y, yAt, n, -1);
        exp(y, yAt, y, yAt, n);
        for (long i = 0; i < n; i += STEP) {
            FloatVector.broadcast(FLOATS, 1)
                    .div(FloatVector.fromMemorySegment(FLOATS, y, (yAt + i) << 2, ORDER)
                            .add(1))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    /// y = exp(x - shift)
    static void shiftedExp(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, float shift) {
        FloatVector s = FloatVector.broadcast(FLOATS, shift);
        for (long i = 0; i < n; i += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .sub(s)
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
        exp(y, yAt, y, yAt, n);
    }
}
