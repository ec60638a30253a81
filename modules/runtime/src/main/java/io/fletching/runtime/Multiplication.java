package io.fletching.runtime;

import io.fletching.linalg.MatrixProduct;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// A matrix product as a step offers it to a rule: of blocks of tensors. Any number of threads may use it.
public final class Multiplication {
    private final MatrixProduct float32;
    private final MatrixProduct float64;

    /// @param product what multiplies, and [in float64][MatrixProduct#inFloat64()]
    public Multiplication(MatrixProduct product) {
        this.float32 = product;
        this.float64 = product.inFloat64();
    }

    /// As [io.fletching.spi.Step#multiply] says.
    public void multiply(
            Tensor a,
            boolean transposeA,
            Tensor b,
            boolean transposeB,
            Tensor c,
            long row,
            long rows,
            long column,
            long columns,
            boolean accumulate) {
        long m = c.shape().rows();
        long n = c.shape().rowLength();
        long k = transposeA ? a.shape().rows() : a.shape().rowLength();
        DType type = c.dtype() == DType.F64 ? DType.F64 : DType.F32;
        require(a, transposeA, type, m, k);
        require(b, transposeB, type, k, n);
        require(c, false, type, m, n);
        if (row < 0 || rows < 0 || row > m - rows || column < 0 || columns < 0 || column > n - columns) {
            throw new IllegalArgumentException("A step multiplies into rows " + row + " to " + (row + rows)
                    + " and columns " + column + " to " + (column + columns) + " of " + c.shape()
                    + "; expected some of its own.");
        }
        MatrixProduct product = type == DType.F64 ? float64 : float32;
        long lda = a.shape().dim(1);
        long ldb = b.shape().dim(1);
        product.multiply(
                transposeA,
                transposeB,
                rows,
                columns,
                k,
                a.data(),
                row * (transposeA ? 1 : lda),
                lda,
                b.data(),
                column * (transposeB ? ldb : 1),
                ldb,
                c.data(),
                row * n + column,
                n,
                accumulate);
    }

    private static void require(Tensor tensor, boolean transposed, DType type, long rows, long columns) {
        Shape shape = tensor.shape();
        boolean fits =
                shape.rank() == 2 && shape.dim(transposed ? 1 : 0) == rows && shape.dim(transposed ? 0 : 1) == columns;
        if (!fits || tensor.dtype() != type) {
            throw new IllegalArgumentException("A step multiplies with " + tensor.dtype() + shape
                    + (transposed ? " transposed" : "") + "; expected " + type + "[" + rows + ", " + columns + "].");
        }
    }
}
