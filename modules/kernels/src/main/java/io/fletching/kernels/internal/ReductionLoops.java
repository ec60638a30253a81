package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.FLOATS;
import static io.fletching.kernels.internal.Lanes.ORDER;
import static io.fletching.kernels.internal.Lanes.SUMMANDS;
import static io.fletching.kernels.internal.Lanes.SUMS;
import static io.fletching.kernels.internal.Lanes.SUM_STEP;
import static io.fletching.kernels.internal.ScalarReductions.LANES;
import static jdk.incubator.vector.VectorOperators.F2D;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The sums of [ScalarReductions.Term] over each of some rows, whose width is a multiple of 16: see
/// [ScalarReductions#groups]. Accumulator `k` holds lanes 4k to 4k + 3 (or, of 128 bit, half of them at a time), so
/// adding the four folds the tree to its last four lanes.
final class ReductionLoops {

    private ReductionLoops() {}

    static void sums(MemorySegment x, long xAt, long rows, long width, MemorySegment sums, long sumsAt) {
        for (long r = 0; r < rows; r++) {
            double even = 0;
            double odd = 0;
            for (long lane = 0; lane < 4; lane += SUM_STEP) {
                DoubleVector s0 = DoubleVector.zero(SUMS);
                DoubleVector s1 = s0;
                DoubleVector s2 = s0;
                DoubleVector s3 = s0;
                for (long i = r * width + lane; i < (r + 1) * width; i += LANES) {
                    s0 = s0.add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0)));
                    s1 = s1.add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 4) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0)));
                    s2 = s2.add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 8) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0)));
                    s3 = s3.add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 12) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0)));
                }
                DoubleVector fold = s0.add(s2).add(s1.add(s3));
                even += fold.lane(0);
                odd += fold.lane(1);
                if (SUM_STEP == 4) {
                    even += fold.lane(2);
                    odd += fold.lane(3);
                }
            }
            Sums.set(sums, sumsAt + r, even + odd);
        }
    }

    static void absolutes(MemorySegment x, long xAt, long rows, long width, MemorySegment sums, long sumsAt) {
        for (long r = 0; r < rows; r++) {
            double even = 0;
            double odd = 0;
            for (long lane = 0; lane < 4; lane += SUM_STEP) {
                DoubleVector s0 = DoubleVector.zero(SUMS);
                DoubleVector s1 = s0;
                DoubleVector s2 = s0;
                DoubleVector s3 = s0;
                for (long i = r * width + lane; i < (r + 1) * width; i += LANES) {
                    s0 = s0.add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))
                            .abs());
                    s1 = s1.add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 4) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))
                            .abs());
                    s2 = s2.add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 8) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))
                            .abs());
                    s3 = s3.add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 12) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))
                            .abs());
                }
                DoubleVector fold = s0.add(s2).add(s1.add(s3));
                even += fold.lane(0);
                odd += fold.lane(1);
                if (SUM_STEP == 4) {
                    even += fold.lane(2);
                    odd += fold.lane(3);
                }
            }
            Sums.set(sums, sumsAt + r, even + odd);
        }
    }

    static void squares(MemorySegment x, long xAt, long rows, long width, MemorySegment sums, long sumsAt) {
        for (long r = 0; r < rows; r++) {
            double even = 0;
            double odd = 0;
            for (long lane = 0; lane < 4; lane += SUM_STEP) {
                DoubleVector s0 = DoubleVector.zero(SUMS);
                DoubleVector s1 = s0;
                DoubleVector s2 = s0;
                DoubleVector s3 = s0;
                for (long i = r * width + lane; i < (r + 1) * width; i += LANES) {
                    DoubleVector d0 = ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0));
                    s0 = s0.add(d0.mul(d0));
                    DoubleVector d1 =
                            ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 4) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0));
                    s1 = s1.add(d1.mul(d1));
                    DoubleVector d2 =
                            ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 8) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0));
                    s2 = s2.add(d2.mul(d2));
                    DoubleVector d3 =
                            ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 12) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0));
                    s3 = s3.add(d3.mul(d3));
                }
                DoubleVector fold = s0.add(s2).add(s1.add(s3));
                even += fold.lane(0);
                odd += fold.lane(1);
                if (SUM_STEP == 4) {
                    even += fold.lane(2);
                    odd += fold.lane(3);
                }
            }
            Sums.set(sums, sumsAt + r, even + odd);
        }
    }

    static void squaredDeviations(
            MemorySegment x, long xAt, long rows, long width, MemorySegment centers, MemorySegment sums, long sumsAt) {
        for (long r = 0; r < rows; r++) {
            DoubleVector c = DoubleVector.broadcast(SUMS, Sums.get(centers, r));
            double even = 0;
            double odd = 0;
            for (long lane = 0; lane < 4; lane += SUM_STEP) {
                DoubleVector s0 = DoubleVector.zero(SUMS);
                DoubleVector s1 = s0;
                DoubleVector s2 = s0;
                DoubleVector s3 = s0;
                for (long i = r * width + lane; i < (r + 1) * width; i += LANES) {
                    DoubleVector d0 = ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))
                            .sub(c);
                    s0 = s0.add(d0.mul(d0));
                    DoubleVector d1 = ((DoubleVector)
                                    FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 4) << 2, ORDER)
                                            .convertShape(F2D, SUMS, 0))
                            .sub(c);
                    s1 = s1.add(d1.mul(d1));
                    DoubleVector d2 = ((DoubleVector)
                                    FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 8) << 2, ORDER)
                                            .convertShape(F2D, SUMS, 0))
                            .sub(c);
                    s2 = s2.add(d2.mul(d2));
                    DoubleVector d3 = ((DoubleVector)
                                    FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 12) << 2, ORDER)
                                            .convertShape(F2D, SUMS, 0))
                            .sub(c);
                    s3 = s3.add(d3.mul(d3));
                }
                DoubleVector fold = s0.add(s2).add(s1.add(s3));
                even += fold.lane(0);
                odd += fold.lane(1);
                if (SUM_STEP == 4) {
                    even += fold.lane(2);
                    odd += fold.lane(3);
                }
            }
            Sums.set(sums, sumsAt + r, even + odd);
        }
    }

    static void products(
            MemorySegment x,
            long xAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width,
            MemorySegment sums,
            long sumsAt) {
        for (long r = 0; r < rows; r++) {
            double even = 0;
            double odd = 0;
            for (long lane = 0; lane < 4; lane += SUM_STEP) {
                DoubleVector s0 = DoubleVector.zero(SUMS);
                DoubleVector s1 = s0;
                DoubleVector s2 = s0;
                DoubleVector s3 = s0;
                for (long i = r * width + lane; i < (r + 1) * width; i += LANES) {
                    DoubleVector d0 = ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0));
                    s0 = s0.add(d0.mul(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, y, (yAt + i) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0))));
                    DoubleVector d1 =
                            ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 4) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0));
                    s1 = s1.add(
                            d1.mul(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, y, (yAt + i + 4) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))));
                    DoubleVector d2 =
                            ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 8) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0));
                    s2 = s2.add(
                            d2.mul(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, y, (yAt + i + 8) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))));
                    DoubleVector d3 =
                            ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 12) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0));
                    s3 = s3.add(d3.mul(
                            ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, y, (yAt + i + 12) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))));
                }
                DoubleVector fold = s0.add(s2).add(s1.add(s3));
                even += fold.lane(0);
                odd += fold.lane(1);
                if (SUM_STEP == 4) {
                    even += fold.lane(2);
                    odd += fold.lane(3);
                }
            }
            Sums.set(sums, sumsAt + r, even + odd);
        }
    }

    static void deviationProducts(
            MemorySegment x,
            long xAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width,
            MemorySegment centers,
            MemorySegment sums,
            long sumsAt) {
        for (long r = 0; r < rows; r++) {
            DoubleVector c = DoubleVector.broadcast(SUMS, Sums.get(centers, r));
            double even = 0;
            double odd = 0;
            for (long lane = 0; lane < 4; lane += SUM_STEP) {
                DoubleVector s0 = DoubleVector.zero(SUMS);
                DoubleVector s1 = s0;
                DoubleVector s2 = s0;
                DoubleVector s3 = s0;
                for (long i = r * width + lane; i < (r + 1) * width; i += LANES) {
                    DoubleVector d0 = ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))
                            .sub(c);
                    s0 = s0.add(d0.mul(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, y, (yAt + i) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0))));
                    DoubleVector d1 = ((DoubleVector)
                                    FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 4) << 2, ORDER)
                                            .convertShape(F2D, SUMS, 0))
                            .sub(c);
                    s1 = s1.add(
                            d1.mul(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, y, (yAt + i + 4) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))));
                    DoubleVector d2 = ((DoubleVector)
                                    FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 8) << 2, ORDER)
                                            .convertShape(F2D, SUMS, 0))
                            .sub(c);
                    s2 = s2.add(
                            d2.mul(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, y, (yAt + i + 8) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))));
                    DoubleVector d3 = ((DoubleVector)
                                    FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + i + 12) << 2, ORDER)
                                            .convertShape(F2D, SUMS, 0))
                            .sub(c);
                    s3 = s3.add(d3.mul(
                            ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, y, (yAt + i + 12) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))));
                }
                DoubleVector fold = s0.add(s2).add(s1.add(s3));
                even += fold.lane(0);
                odd += fold.lane(1);
                if (SUM_STEP == 4) {
                    even += fold.lane(2);
                    odd += fold.lane(3);
                }
            }
            Sums.set(sums, sumsAt + r, even + odd);
        }
    }

    /// The largest of whole vectors; the order does not matter to a maximum.
    static double maximum(MemorySegment x, long xAt, long n) {
        FloatVector maximum = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        for (long i = 0; i < n; i += Lanes.STEP) {
            maximum = maximum.max(FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER));
        }
        return maximum.reduceLanes(VectorOperators.MAX);
    }

    static double maximumAbsolute(MemorySegment x, long xAt, long n) {
        FloatVector maximum = FloatVector.broadcast(FLOATS, 0);
        for (long i = 0; i < n; i += Lanes.STEP) {
            maximum = maximum.max(FloatVector.fromMemorySegment(FLOATS, x, (xAt + i) << 2, ORDER)
                    .abs());
        }
        return maximum.reduceLanes(VectorOperators.MAX);
    }
}
