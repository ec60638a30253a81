package io.fletching.kernels;

import java.lang.foreign.MemorySegment;

/// Kernels on matrices `[rows, width]`, stored row after row from `xAt`, with numbers of their own for each row:
/// what layer norm, RMS norm and group norm (a row for each group) are made of.
///
/// An operand that says *optional* is left out by passing [#NONE]. Statistics, gamma and beta are of the element
/// type. Sums over rows are F64 whatever the element type, and take the rows in order.
public interface RowKernels {

    /// The operand that is not there.
    MemorySegment NONE = MemorySegment.NULL;

    /// `y[r, j] += v[j]`: a bias.
    void addToRows(MemorySegment v, long vAt, MemorySegment y, long yAt, long rows, long width);

    /// `y[r, j] = x[r, j] * v[j]`. y may be x.
    void multiplyRows(
            MemorySegment x, long xAt, MemorySegment v, long vAt, MemorySegment y, long yAt, long rows, long width);

    /// The mean and the biased variance (divided by `width`) of each row, in two passes in float64, rounded at the
    /// end.
    void rowMoments(
            MemorySegment x,
            long xAt,
            long rows,
            long width,
            MemorySegment mean,
            long meanAt,
            MemorySegment variance,
            long varianceAt);

    /// The mean of the squares of each row.
    void rowMeanSquares(MemorySegment x, long xAt, long rows, long width, MemorySegment square, long squareAt);

    /// `y = (x - mean[r]) * inverse[r] * gamma[j] + beta[j]`, each step rounded. y may be x.
    ///
    /// @param mean optional; 0 without
    /// @param inverse the inverse of each row's standard deviation
    /// @param gamma optional; 1 without
    /// @param beta optional; 0 without
    void rowNormalize(
            MemorySegment x,
            long xAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment gamma,
            long gammaAt,
            MemorySegment beta,
            long betaAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width);

    /// The gradient of [#rowNormalize] for x, where mean and inverse are the row's own:
    /// `dx = inverse[r] * (g - mean(g) - z * mean(g * z))` with `g = dy * gamma[j]`, `z = (x - mean[r]) * inverse[r]`
    /// and row means in float64. dx may be dy, and not x.
    ///
    /// @param mean optional; without (RMS norm) the term mean(g) is left out as well
    /// @param gamma optional; 1 without
    void rowNormalizeBackward(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment gamma,
            long gammaAt,
            MemorySegment dx,
            long dxAt,
            long rows,
            long width);

    /// `sums[j]` += the sum over r of `dy * z`, with z as in [#rowNormalizeBackward]: the gradient of gamma. (That of
    /// beta is [ColumnKernels#columnSums] of dy.)
    ///
    /// @param mean optional; 0 without
    void rowNormalizedDots(
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
            long sumsAt);
}
