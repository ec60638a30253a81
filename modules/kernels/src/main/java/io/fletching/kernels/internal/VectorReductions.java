package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.SUMS;
import static io.fletching.kernels.internal.Lanes.SUM_STEP;
import static io.fletching.kernels.internal.Lanes.widen;
import static io.fletching.kernels.internal.ScalarReductions.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Sums over whole groups of 16 elements: see [ScalarReductions#groups]. Accumulator `k` holds lanes 4k to 4k + 3
/// (or, of 128 bit, half of them at a time), so adding the four folds the tree to its last four lanes.
final class VectorReductions {

    private VectorReductions() {}

    static double sum(MemorySegment x, long xAt, long n) {
        double even = 0;
        double odd = 0;
        for (long lane = 0; lane < 4; lane += SUM_STEP) {
            DoubleVector s0 = DoubleVector.zero(SUMS);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            for (long i = xAt + lane; i < xAt + n; i += LANES) {
                s0 = s0.add(widen(x, i));
                s1 = s1.add(widen(x, i + 4));
                s2 = s2.add(widen(x, i + 8));
                s3 = s3.add(widen(x, i + 12));
            }
            DoubleVector fold = s0.add(s2).add(s1.add(s3));
            even += even(fold);
            odd += odd(fold);
        }
        return even + odd;
    }

    static double sumOfAbsolutes(MemorySegment x, long xAt, long n) {
        double even = 0;
        double odd = 0;
        for (long lane = 0; lane < 4; lane += SUM_STEP) {
            DoubleVector s0 = DoubleVector.zero(SUMS);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            for (long i = xAt + lane; i < xAt + n; i += LANES) {
                s0 = s0.add(widen(x, i).abs());
                s1 = s1.add(widen(x, i + 4).abs());
                s2 = s2.add(widen(x, i + 8).abs());
                s3 = s3.add(widen(x, i + 12).abs());
            }
            DoubleVector fold = s0.add(s2).add(s1.add(s3));
            even += even(fold);
            odd += odd(fold);
        }
        return even + odd;
    }

    static double sumOfSquares(MemorySegment x, long xAt, long n) {
        double even = 0;
        double odd = 0;
        for (long lane = 0; lane < 4; lane += SUM_STEP) {
            DoubleVector s0 = DoubleVector.zero(SUMS);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            for (long i = xAt + lane; i < xAt + n; i += LANES) {
                s0 = s0.add(square(widen(x, i)));
                s1 = s1.add(square(widen(x, i + 4)));
                s2 = s2.add(square(widen(x, i + 8)));
                s3 = s3.add(square(widen(x, i + 12)));
            }
            DoubleVector fold = s0.add(s2).add(s1.add(s3));
            even += even(fold);
            odd += odd(fold);
        }
        return even + odd;
    }

    static double sumOfSquaredDeviations(MemorySegment x, long xAt, long n, double center) {
        DoubleVector c = DoubleVector.broadcast(SUMS, center);
        double even = 0;
        double odd = 0;
        for (long lane = 0; lane < 4; lane += SUM_STEP) {
            DoubleVector s0 = DoubleVector.zero(SUMS);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            for (long i = xAt + lane; i < xAt + n; i += LANES) {
                s0 = s0.add(square(widen(x, i).sub(c)));
                s1 = s1.add(square(widen(x, i + 4).sub(c)));
                s2 = s2.add(square(widen(x, i + 8).sub(c)));
                s3 = s3.add(square(widen(x, i + 12).sub(c)));
            }
            DoubleVector fold = s0.add(s2).add(s1.add(s3));
            even += even(fold);
            odd += odd(fold);
        }
        return even + odd;
    }

    static double dot(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        double even = 0;
        double odd = 0;
        for (long lane = 0; lane < 4; lane += SUM_STEP) {
            DoubleVector s0 = DoubleVector.zero(SUMS);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            for (long i = lane; i < n; i += LANES) {
                s0 = s0.add(widen(x, xAt + i).mul(widen(y, yAt + i)));
                s1 = s1.add(widen(x, xAt + i + 4).mul(widen(y, yAt + i + 4)));
                s2 = s2.add(widen(x, xAt + i + 8).mul(widen(y, yAt + i + 8)));
                s3 = s3.add(widen(x, xAt + i + 12).mul(widen(y, yAt + i + 12)));
            }
            DoubleVector fold = s0.add(s2).add(s1.add(s3));
            even += even(fold);
            odd += odd(fold);
        }
        return even + odd;
    }

    static double normalizedDot(
            MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double mean, double inverse) {
        DoubleVector m = DoubleVector.broadcast(SUMS, mean);
        DoubleVector v = DoubleVector.broadcast(SUMS, inverse);
        double even = 0;
        double odd = 0;
        for (long lane = 0; lane < 4; lane += SUM_STEP) {
            DoubleVector s0 = DoubleVector.zero(SUMS);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            for (long i = lane; i < n; i += LANES) {
                s0 = s0.add(widen(x, xAt + i).sub(m).mul(v).mul(widen(y, yAt + i)));
                s1 = s1.add(widen(x, xAt + i + 4).sub(m).mul(v).mul(widen(y, yAt + i + 4)));
                s2 = s2.add(widen(x, xAt + i + 8).sub(m).mul(v).mul(widen(y, yAt + i + 8)));
                s3 = s3.add(widen(x, xAt + i + 12).sub(m).mul(v).mul(widen(y, yAt + i + 12)));
            }
            DoubleVector fold = s0.add(s2).add(s1.add(s3));
            even += even(fold);
            odd += odd(fold);
        }
        return even + odd;
    }

    /// The largest of whole vectors; the order does not matter to a maximum.
    static double maximum(MemorySegment x, long xAt, long n) {
        FloatVector maximum = Lanes.all(Float.NEGATIVE_INFINITY);
        for (long i = 0; i < n; i += Lanes.STEP) {
            maximum = maximum.max(Lanes.load(x, xAt + i));
        }
        return maximum.reduceLanes(VectorOperators.MAX);
    }

    static double maximumAbsolute(MemorySegment x, long xAt, long n) {
        FloatVector maximum = Lanes.all(0);
        for (long i = 0; i < n; i += Lanes.STEP) {
            maximum = maximum.max(Lanes.load(x, xAt + i).abs());
        }
        return maximum.reduceLanes(VectorOperators.MAX);
    }

    private static DoubleVector square(DoubleVector v) {
        return v.mul(v);
    }

    private static double even(DoubleVector fold) {
        return SUM_STEP == 4 ? fold.lane(0) + fold.lane(2) : fold.lane(0);
    }

    private static double odd(DoubleVector fold) {
        return SUM_STEP == 4 ? fold.lane(1) + fold.lane(3) : fold.lane(1);
    }
}
