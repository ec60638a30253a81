package io.fletching.cli;

import io.fletching.linalg.MatrixProduct;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;

/// Which library multiplies matrices.
enum Matmul {
    /// OpenBLAS where it can be loaded, else the portable product.
    FASTEST,
    OPENBLAS,
    /// The same bits on every processor.
    PORTABLE;

    /// @throws FletchingException of kind `USER` where it cannot be loaded, or the kernels that it is made of cannot
    MatrixProduct product() {
        Versions.kernels();
        try {
            return MatrixProduct.of(Choice.text(this));
        } catch (IllegalStateException notThere) {
            throw new FletchingException(
                    Kind.USER,
                    "matmul",
                    "The matrix product '" + Choice.text(this) + "' cannot be used here: " + notThere.getMessage()
                            + " Leave out '--matmul', or take '--matmul portable'.",
                    notThere);
        }
    }
}
