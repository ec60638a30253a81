package io.fletching.runtime;

import io.fletching.linalg.MatrixProduct;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// A matrix product as a step offers it to a rule: of tensors, by rows. Any number of threads may use it.
///
/// @param product what multiplies
public record Multiplication(MatrixProduct product) {

    /// As [io.fletching.spi.Step#multiply] says.
    public void multiply(
            Tensor a,
            boolean transposeA,
            Tensor b,
            boolean transposeB,
            Tensor c,
            long first,
            long count,
            boolean accumulate) {
        long m = c.shape().rows();
        long n = c.shape().rowLength();
        long k = transposeA ? a.shape().rows() : a.shape().rowLength();
        require(a, transposeA, m, k);
        require(b, transposeB, k, n);
        require(c, false, m, n);
        if (first < 0 || count < 0 || first > m - count) {
            throw new IllegalArgumentException("A step multiplies into rows " + first + " to " + (first + count)
                    + " of " + c.shape() + "; expected some of its rows.");
        }
        long lda = a.shape().dim(1);
        long ldb = b.shape().dim(1);
        long aAt = first * (transposeA ? 1 : lda);
        product.multiply(
                transposeA,
                transposeB,
                count,
                n,
                k,
                a.data(),
                aAt,
                lda,
                b.data(),
                0,
                ldb,
                c.data(),
                first * n,
                n,
                accumulate);
    }

    private static void require(Tensor tensor, boolean transposed, long rows, long columns) {
        Shape shape = tensor.shape();
        boolean fits =
                shape.rank() == 2 && shape.dim(transposed ? 1 : 0) == rows && shape.dim(transposed ? 0 : 1) == columns;
        if (!fits || tensor.dtype() != DType.F32) {
            throw new IllegalArgumentException("A step multiplies with " + tensor.dtype() + shape
                    + (transposed ? " transposed" : "") + "; expected F32[" + rows + ", " + columns + "].");
        }
    }
}
