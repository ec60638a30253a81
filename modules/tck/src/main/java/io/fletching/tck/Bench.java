package io.fletching.tck;

import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.foreign.Arena;

/// Where a trial runs: its memory and its threads.
///
/// @param offset every tensor starts this many of its elements behind a 64-byte boundary
/// @param undefined what memory holds of which nothing is promised
record Bench(Arena arena, Workers workers, int offset, double undefined) implements AutoCloseable {
    private static final int ALIGNMENT = 64;

    /// One thread and aligned tensors. Undefined memory is NaN, so that whoever reads it shows.
    static Bench plain() {
        return of(1, 0, Double.NaN);
    }

    static Bench atOffset(int offset) {
        return of(1, offset, Double.NaN);
    }

    static Bench withThreads(int threads) {
        return of(threads, 0, Double.NaN);
    }

    static Bench withUndefined(double undefined) {
        return of(1, 0, undefined);
    }

    @SuppressWarnings("MustBeClosed") // closed with the bench
    private static Bench of(int threads, int offset, double undefined) {
        return new Bench(Arena.ofShared(), Workers.of(threads), offset, undefined);
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
        workers.close();
        arena.close();
    }
}
