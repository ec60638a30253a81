package io.fletching.kernels;

import java.lang.foreign.MemorySegment;

/// Kernels on matrices `[rows, width]`, stored row after row from `xAt`, with numbers of their own for each column:
/// gradients of biases, batch norm, transposition.
///
/// Sums over rows are F64 whatever the element type; each column adds its rows in order, whatever the width of the
/// vector unit. Other operands are of the element type. An *optional* operand is left out by [RowKernels#NONE].
public interface ColumnKernels {

    /// `sums[j]` += the sum over r of `x[r, j]`.
    void columnSums(MemorySegment x, long xAt, long rows, long width, MemorySegment sums, long sumsAt);

    /// `sums[j]` += the sum over r of `x[r, j] * y[r, j]`.
    void columnDots(
            MemorySegment x,
            long xAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width,
            MemorySegment sums,
            long sumsAt);

    /// The mean of each column and the sum of its squared deviations from that mean, in two passes, both F64 and
    /// both overwritten: with the number of rows what is needed to combine parts of a batch. No rows give zeros.
    void columnMoments(
            MemorySegment x,
            long xAt,
            long rows,
            long width,
            MemorySegment mean,
            long meanAt,
            MemorySegment deviations,
            long deviationsAt);

    /// `y = (x - mean[j]) * scale[j] + beta[j]`, each step rounded; scale is the inverse of the standard deviation,
    /// times gamma where there is one. y may be x.
    ///
    /// @param beta optional; 0 without
    void columnNormalize(
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
            long width);

    /// `sums[j]` += the sum over r of `dy * z` with `z = (x - mean[j]) * inverse[j]`: the gradient of gamma.
    void columnNormalizedDots(
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

    /// The gradient of [#columnNormalize] for x, where mean and inverse come from the batch:
    /// `dx = scale[j] * (dy - meanGradient[j] - z * meanProduct[j])` with `z = (x - mean[j]) * inverse[j]`. dx may
    /// be dy or x. (Where they are constants the gradient is dy * scale: [RowKernels#multiplyRows].)
    ///
    /// @param scale inverse, times gamma where there is one
    /// @param meanGradient the mean over the batch of dy
    /// @param meanProduct the mean over the batch of dy * z
    void columnNormalizeBackward(
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
            long width);

    /// y[c, r] = x[r, c]. y must not overlap x.
    void transpose(MemorySegment x, long xAt, long rows, long columns, MemorySegment y, long yAt);
}
