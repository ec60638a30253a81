package io.fletching.nn;

import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;

/// Rows of tensors `[rows, …]`, where a vector `[rows]` has rows of one element.
final class RowCopy {
    private RowCopy() {}

    /// Copies neighbouring rows between tensors of one type and row length.
    static void copy(Tensor from, long fromRow, Tensor to, long toRow, long rows) {
        long bytes = rowBytes(from);
        MemorySegment.copy(from.data(), fromRow * bytes, to.data(), toRow * bytes, rows * bytes);
    }

    /// A view of neighbouring rows.
    static Tensor view(Tensor tensor, long first, long rows) {
        return tensor.shape().rank() < 2 ? tensor.slice(first, rows) : tensor.rows(first, rows);
    }

    private static long rowBytes(Tensor tensor) {
        return tensor.shape().rank() < 2
                ? tensor.dtype().bytes()
                : tensor.shape().rowLength() * tensor.dtype().bytes();
    }
}
