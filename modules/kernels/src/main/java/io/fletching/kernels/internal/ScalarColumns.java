package io.fletching.kernels.internal;

import io.fletching.kernels.ColumnKernels;
import io.fletching.kernels.Elementwise;
import java.lang.foreign.MemorySegment;

/// The column kernels, a row at a time, so that memory is read in order. A vector twin replaces the loops over a
/// row.
interface ScalarColumns extends ColumnKernels, Elementwise, Element {

    @Override
    default void columnSums(MemorySegment x, long xAt, long rows, long width, MemorySegment sums, long sumsAt) {
        for (long r = 0; r < rows; r++) {
            accumulate(x, xAt + r * width, sums, sumsAt, width);
        }
    }

    @Override
    default void columnDots(
            MemorySegment x,
            long xAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width,
            MemorySegment sums,
            long sumsAt) {
        for (long r = 0; r < rows; r++) {
            accumulateProducts(x, xAt + r * width, y, yAt + r * width, sums, sumsAt, width);
        }
    }

    @Override
    default void columnMoments(
            MemorySegment x,
            long xAt,
            long rows,
            long width,
            MemorySegment mean,
            long meanAt,
            MemorySegment deviations,
            long deviationsAt) {
        for (long j = 0; j < width; j++) {
            Sums.set(mean, meanAt + j, 0);
            Sums.set(deviations, deviationsAt + j, 0);
        }
        if (rows == 0) {
            return;
        }
        columnSums(x, xAt, rows, width, mean, meanAt);
        for (long j = 0; j < width; j++) {
            Sums.set(mean, meanAt + j, Sums.get(mean, meanAt + j) / rows);
        }
        for (long r = 0; r < rows; r++) {
            accumulateDeviations(x, xAt + r * width, mean, meanAt, deviations, deviationsAt, width);
        }
    }

    @Override
    default void columnNormalize(
            MemorySegment x,
            long xAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment scale,
            long scaleAt,
            MemorySegment beta,
            long betaAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width) {
        boolean shifted = !Element.absent(beta);
        for (long r = 0; r < rows; r++) {
            long at = yAt + r * width;
            normalizeColumns(x, xAt + r * width, mean, meanAt, scale, scaleAt, y, at, width);
            if (shifted) {
                add(y, at, beta, betaAt, y, at, width);
            }
        }
    }

    @Override
    default void columnNormalizedDots(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            long rows,
            long width,
            MemorySegment sums,
            long sumsAt) {
        for (long r = 0; r < rows; r++) {
            long at = r * width;
            accumulateNormalized(x, xAt + at, dy, dyAt + at, mean, meanAt, inverse, inverseAt, sums, sumsAt, width);
        }
    }

    @Override
    default void columnNormalizeBackward(
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
            long rows,
            long width) {
        for (long r = 0; r < rows; r++) {
            long at = r * width;
            gradientColumns(
                    x,
                    xAt + at,
                    dy,
                    dyAt + at,
                    mean,
                    meanAt,
                    inverse,
                    inverseAt,
                    scale,
                    scaleAt,
                    meanGradient,
                    meanGradientAt,
                    meanProduct,
                    meanProductAt,
                    dx,
                    dxAt + at,
                    width);
        }
    }

    @Override
    default void transpose(MemorySegment x, long xAt, long rows, long columns, MemorySegment y, long yAt) {
        transpose(x, xAt, rows, columns, y, yAt, 0, rows, 0, columns);
    }

    /// Transposes rows [fromRow, toRow) of columns [fromColumn, toColumn).
    default void transpose(
            MemorySegment x,
            long xAt,
            long rows,
            long columns,
            MemorySegment y,
            long yAt,
            long fromRow,
            long toRow,
            long fromColumn,
            long toColumn) {
        for (long r = fromRow; r < toRow; r++) {
            for (long c = fromColumn; c < toColumn; c++) {
                set(y, yAt + c * rows + r, get(x, xAt + r * columns + c));
            }
        }
    }

    /// sums += x, in float64
    default void accumulate(MemorySegment x, long xAt, MemorySegment sums, long sumsAt, long n) {
        for (long j = 0; j < n; j++) {
            Sums.add(sums, sumsAt + j, get(x, xAt + j));
        }
    }

    /// sums += x * y, in float64
    default void accumulateProducts(
            MemorySegment x, long xAt, MemorySegment y, long yAt, MemorySegment sums, long sumsAt, long n) {
        for (long j = 0; j < n; j++) {
            Sums.add(sums, sumsAt + j, get(x, xAt + j) * get(y, yAt + j));
        }
    }

    /// sums += (x - mean)², in float64
    default void accumulateDeviations(
            MemorySegment x, long xAt, MemorySegment mean, long meanAt, MemorySegment sums, long sumsAt, long n) {
        for (long j = 0; j < n; j++) {
            double deviation = get(x, xAt + j) - Sums.get(mean, meanAt + j);
            Sums.add(sums, sumsAt + j, deviation * deviation);
        }
    }

    /// sums += dy * ((x - mean) * inverse), in float64
    default void accumulateNormalized(
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
        for (long j = 0; j < n; j++) {
            double z = (get(x, xAt + j) - get(mean, meanAt + j)) * get(inverse, inverseAt + j);
            Sums.add(sums, sumsAt + j, get(dy, dyAt + j) * z);
        }
    }

    /// y = (x - mean) * scale
    default void normalizeColumns(
            MemorySegment x,
            long xAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment scale,
            long scaleAt,
            MemorySegment y,
            long yAt,
            long n) {
        for (long j = 0; j < n; j++) {
            set(y, yAt + j, round(get(x, xAt + j) - get(mean, meanAt + j)) * get(scale, scaleAt + j));
        }
    }

    /// dx = scale * (dy - meanGradient - (x - mean) * inverse * meanProduct)
    default void gradientColumns(
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
        for (long j = 0; j < n; j++) {
            double z = round(round(get(x, xAt + j) - get(mean, meanAt + j)) * get(inverse, inverseAt + j));
            double centered = round(get(dy, dyAt + j) - get(meanGradient, meanGradientAt + j));
            double rest = round(centered - round(z * get(meanProduct, meanProductAt + j)));
            set(dx, dxAt + j, get(scale, scaleAt + j) * rest);
        }
    }
}
