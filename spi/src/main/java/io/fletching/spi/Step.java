package io.fletching.spi;

/// One call of an optimizer's pass. Implemented by the host alone, so it may grow.
public interface Step extends Call, Update {

    /// Which parameter this is.
    Parameter parameter();

    /// Multiply every gradient element by this first: accumulation, loss scale and clipping, folded; finite, above 0.
    double gradientScale();

    /// What [Optimizer.Rule#prepare] wrote at this index.
    double scalar(int index);

    /// A block of `C = op(A) · op(B)`, or of `C = C + op(A) · op(B)` when accumulating, by the product that the host
    /// multiplies with; `op` is the identity or the transposition. It runs on the calling thread and allocates nothing:
    /// for the passes of a layout of scope TENSOR, in which no two shares write the same part of C.
    ///
    /// What each element of C is, but for rounding, depends on the operands alone. How a sum is rounded may depend on
    /// the size of the call, so a rule cuts C as a function of the shape alone, as [Pass#shares] does.
    ///
    /// @param a F32 or F64, and the others of the same type; of shape `[m, k]`, or `[k, m]` when transposed
    /// @param b of shape `[k, n]`, or `[n, k]` when transposed
    /// @param c of shape `[m, n]`; neither A nor B
    /// @param row the first of the `rows` that are written
    /// @param column the first of the `columns` that are written
    /// @throws IllegalArgumentException if the shapes or types do not fit
    void multiply(
            Tensor a,
            boolean transposeA,
            Tensor b,
            boolean transposeB,
            Tensor c,
            long row,
            long rows,
            long column,
            long columns,
            boolean accumulate);

    /// Rows `[first, first + count)` of the same, whole.
    default void multiply(
            Tensor a,
            boolean transposeA,
            Tensor b,
            boolean transposeB,
            Tensor c,
            long first,
            long count,
            boolean accumulate) {
        multiply(a, transposeA, b, transposeB, c, first, count, 0, c.shape().rowLength(), accumulate);
    }
}
