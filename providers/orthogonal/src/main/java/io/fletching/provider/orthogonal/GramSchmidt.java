package io.fletching.provider.orthogonal;

import io.fletching.kernels.Kernels;
import io.fletching.spi.RandomStream;
import io.fletching.spi.Tensor;

/// Makes the rows of a matrix orthonormal, in order: from each its projections on those before are taken away, and
/// what is left is divided by its norm. That is the decomposition QR with a positive diagonal of R, so no sign is
/// left to fix.
///
/// Once is not enough where little of a row is left: what rounding has put back of the others is then no longer small
/// beside it. [Twice is](https://doi.org/10.1007/s00211-005-0615-4).
final class GramSchmidt {
    private GramSchmidt() {}

    /// @param length of a row
    /// @param rowStep from a row to the next, in elements of the weight that the matrix is or is the transpose of
    /// @param step from a place in a row to the next, in elements of the weight
    static void run(Kernels kernels, Tensor matrix, long length, long rowStep, long step, RandomStream random) {
        for (long row = 0; row < matrix.size() / length; row++) {
            int draw = 0;
            while (!normalized(kernels, matrix, row, length)) {
                draw++;
                for (long i = 0; i < length; i++) {
                    matrix.set(row * length + i, random.normal(row * rowStep + i * step, draw));
                }
            }
        }
    }

    /// False where the row lay so near to the space of those before that nothing but rounding was left of it.
    private static boolean normalized(Kernels kernels, Tensor matrix, long row, long length) {
        project(kernels, matrix, row, length);
        double left = norm(kernels, matrix, row, length);
        project(kernels, matrix, row, length);
        double norm = norm(kernels, matrix, row, length);
        if (!(norm > left / 2)) {
            return false;
        }
        kernels.scale(matrix.data(), row * length, matrix.data(), row * length, length, 1 / norm);
        return true;
    }

    private static void project(Kernels kernels, Tensor matrix, long row, long length) {
        var data = matrix.data();
        for (long other = 0; other < row; other++) {
            double along = kernels.dot(data, other * length, data, row * length, length);
            kernels.addScaled(data, other * length, data, row * length, length, -along);
        }
    }

    private static double norm(Kernels kernels, Tensor matrix, long row, long length) {
        return Math.sqrt(kernels.sumOfSquares(matrix.data(), row * length, length));
    }
}
