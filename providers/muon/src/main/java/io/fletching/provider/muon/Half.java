package io.fletching.provider.muon;

import io.fletching.spi.Tensor;

/// The half of a symmetric matrix that is computed; the other half is its mirror image.
///
/// Of each block of rows it is as many blocks of columns as of any other, so that shares take equally long: the one on
/// the diagonal and those to the right of it, round the end, as far as half of the matrix. Round the end makes two runs
/// of columns, of which the second may be empty.
final class Half {
    static final int RUNS = 2;

    private Half() {}

    /// The first column of a run.
    static long first(int run, long block, long side) {
        return run == 0 ? Rows.first(block) : 0;
    }

    /// The number of columns of a run.
    static long count(int run, long block, long side) {
        long end = block + 1 + reach(block, Rows.blocks(side));
        return run == 0
                ? Math.min(Rows.first(end), side) - Rows.first(block)
                : Math.max(0, Rows.first(end - Rows.blocks(side)));
    }

    /// How many blocks right of the diagonal are computed. Where the number of blocks is even, two are as far from each
    /// other either way round, and the upper one has both.
    private static long reach(long block, long blocks) {
        return blocks % 2 == 0 && block >= blocks / 2 ? blocks / 2 - 1 : blocks / 2;
    }

    /// Copies a run to where it is reflected, all but the block on the diagonal.
    static void mirror(Tensor matrix, long first, long count, long column, long columns, Precision precision) {
        var data = matrix.data();
        long side = matrix.shape().rowLength();
        for (long j = column == first ? first + count : column; j < column + columns; j++) {
            for (long i = first; i < first + count; i++) {
                precision.set(data, j * side + i, precision.get(data, i * side + j));
            }
        }
    }
}
