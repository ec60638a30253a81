package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.FLOATS;
import static io.fletching.kernels.internal.Lanes.ORDER;
import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.SUMMANDS;
import static io.fletching.kernels.internal.Lanes.SUMS;
import static io.fletching.kernels.internal.Lanes.SUM_STEP;
import static jdk.incubator.vector.VectorOperators.F2D;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// The loops over a row of [ScalarColumns], whose statistics are a number for each column, on whole vectors.
final class ColumnLoops {

    private ColumnLoops() {}

    /// Columns in groups of four vectors, whose sums stay in registers for [Scratch#ROWS] rows.
    static void sums(MemorySegment x, long xAt, long rows, long width, MemorySegment sums, long sumsAt) {
        for (long first = 0; first < rows; first += Scratch.ROWS) {
            long last = Math.min(first + Scratch.ROWS, rows);
            for (long j = 0; j < width; j += 4L * SUM_STEP) {
                long at = (sumsAt + j) << 3;
                DoubleVector s0 = DoubleVector.fromMemorySegment(SUMS, sums, at, ORDER);
                DoubleVector s1 = DoubleVector.fromMemorySegment(SUMS, sums, at + 8L * SUM_STEP, ORDER);
                DoubleVector s2 = DoubleVector.fromMemorySegment(SUMS, sums, at + 16L * SUM_STEP, ORDER);
                DoubleVector s3 = DoubleVector.fromMemorySegment(SUMS, sums, at + 24L * SUM_STEP, ORDER);
                for (long r = first; r < last; r++) {
                    long i = (xAt + r * width + j) << 2;
                    s0 = s0.add(((DoubleVector)
                            FloatVector.fromMemorySegment(SUMMANDS, x, i, ORDER).convertShape(F2D, SUMS, 0)));
                    s1 = s1.add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, i + 4L * SUM_STEP, ORDER)
                            .convertShape(F2D, SUMS, 0)));
                    s2 = s2.add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, i + 8L * SUM_STEP, ORDER)
                            .convertShape(F2D, SUMS, 0)));
                    s3 = s3.add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, i + 12L * SUM_STEP, ORDER)
                            .convertShape(F2D, SUMS, 0)));
                }
                s0.intoMemorySegment(sums, at, ORDER);
                s1.intoMemorySegment(sums, at + 8L * SUM_STEP, ORDER);
                s2.intoMemorySegment(sums, at + 16L * SUM_STEP, ORDER);
                s3.intoMemorySegment(sums, at + 24L * SUM_STEP, ORDER);
            }
        }
    }

    static void accumulate(MemorySegment x, long xAt, MemorySegment sums, long sumsAt, long n) {
        for (long j = 0; j < n; j += SUM_STEP) {
            DoubleVector.fromMemorySegment(SUMS, sums, (sumsAt + j) << 3, ORDER)
                    .add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + j) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0)))
                    .intoMemorySegment(sums, (sumsAt + j) << 3, ORDER);
        }
    }

    static void accumulateProducts(
            MemorySegment x, long xAt, MemorySegment y, long yAt, MemorySegment sums, long sumsAt, long n) {
        for (long j = 0; j < n; j += SUM_STEP) {
            DoubleVector product = ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + j) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0))
                    .mul(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, y, (yAt + j) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0)));
            DoubleVector.fromMemorySegment(SUMS, sums, (sumsAt + j) << 3, ORDER)
                    .add(product)
                    .intoMemorySegment(sums, (sumsAt + j) << 3, ORDER);
        }
    }

    static void accumulateDeviations(
            MemorySegment x, long xAt, MemorySegment mean, long meanAt, MemorySegment sums, long sumsAt, long n) {
        for (long j = 0; j < n; j += SUM_STEP) {
            DoubleVector deviation = ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + j) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0))
                    .sub(DoubleVector.fromMemorySegment(SUMS, mean, (meanAt + j) << 3, ORDER));
            DoubleVector.fromMemorySegment(SUMS, sums, (sumsAt + j) << 3, ORDER)
                    .add(deviation.mul(deviation))
                    .intoMemorySegment(sums, (sumsAt + j) << 3, ORDER);
        }
    }

    static void accumulateNormalized(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment sums,
            long sumsAt,
            long n) {
        for (long j = 0; j < n; j += SUM_STEP) {
            DoubleVector z = ((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, x, (xAt + j) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0))
                    .sub(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, mean, (meanAt + j) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0)))
                    .mul(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, inverse, (inverseAt + j) << 2, ORDER)
                            .convertShape(F2D, SUMS, 0)));
            DoubleVector.fromMemorySegment(SUMS, sums, (sumsAt + j) << 3, ORDER)
                    .add(((DoubleVector) FloatVector.fromMemorySegment(SUMMANDS, dy, (dyAt + j) << 2, ORDER)
                                    .convertShape(F2D, SUMS, 0))
                            .mul(z))
                    .intoMemorySegment(sums, (sumsAt + j) << 3, ORDER);
        }
    }

    static void normalize(
            MemorySegment x,
            long xAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment scale,
            long scaleAt,
            MemorySegment y,
            long yAt,
            long n) {
        for (long j = 0; j < n; j += STEP) {
            FloatVector.fromMemorySegment(FLOATS, x, (xAt + j) << 2, ORDER)
                    .sub(FloatVector.fromMemorySegment(FLOATS, mean, (meanAt + j) << 2, ORDER))
                    .mul(FloatVector.fromMemorySegment(FLOATS, scale, (scaleAt + j) << 2, ORDER))
                    .intoMemorySegment(y, (yAt + j) << 2, ORDER);
        }
    }

    static void gradient(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment scale,
            long scaleAt,
            MemorySegment meanGradient,
            long meanGradientAt,
            MemorySegment meanProduct,
            long meanProductAt,
            MemorySegment dx,
            long dxAt,
            long n) {
        for (long j = 0; j < n; j += STEP) {
            FloatVector z = FloatVector.fromMemorySegment(FLOATS, x, (xAt + j) << 2, ORDER)
                    .sub(FloatVector.fromMemorySegment(FLOATS, mean, (meanAt + j) << 2, ORDER))
                    .mul(FloatVector.fromMemorySegment(FLOATS, inverse, (inverseAt + j) << 2, ORDER));
            FloatVector centered = FloatVector.fromMemorySegment(FLOATS, dy, (dyAt + j) << 2, ORDER)
                    .sub(FloatVector.fromMemorySegment(FLOATS, meanGradient, (meanGradientAt + j) << 2, ORDER));
            FloatVector rest = centered.sub(
                    z.mul(FloatVector.fromMemorySegment(FLOATS, meanProduct, (meanProductAt + j) << 2, ORDER)));
            rest.mul(FloatVector.fromMemorySegment(FLOATS, scale, (scaleAt + j) << 2, ORDER))
                    .intoMemorySegment(dx, (dxAt + j) << 2, ORDER);
        }
    }
}
