package io.fletching.tck;

import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.foreign.Arena;

/// Native memory for a trial.
///
/// @param offset every tensor starts this many of its elements behind a 64-byte boundary
/// @param undefined what memory that is promised to nobody holds
record Bench(Arena arena, int offset, double undefined) implements AutoCloseable {
    private static final int ALIGNMENT = 64;

    /// Aligned tensors; undefined memory is NaN, so that whoever reads it shows.
    Bench() {
        this(0, Double.NaN);
    }

    @SuppressWarnings("MustBeClosed") // closed with the bench
    Bench(int offset, double undefined) {
        this(Arena.ofShared(), offset, undefined);
    }

    /// A tensor of zeros.
    Tensor tensor(DType type, Shape shape) {
        long before = (long) offset * type.bytes();
        long bytes = shape.size() * type.bytes();
        return Tensor.of(arena.allocate(before + bytes, ALIGNMENT).asSlice(before), type, shape);
    }

    /// A tensor filled with one value.
    Tensor tensor(DType type, Shape shape, double value) {
        var tensor = tensor(type, shape);
        if (value != 0) {
            for (long i = 0; i < tensor.size(); i++) {
                tensor.set(i, value);
            }
        }
        return tensor;
    }

    @Override
    public void close() {
        arena.close();
    }
}
