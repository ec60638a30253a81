package io.fletching.kernels.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory of a thread for what one pass of a function leaves to the next. It stays in the first-level cache.
///
/// @param first [#SIZE] floats
/// @param second [#SIZE] floats
record Scratch(MemorySegment first, MemorySegment second) {

    /// Elements of a chunk that goes through all passes before the next.
    static final int SIZE = 1024;

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(() -> {
        MemorySegment both = Arena.ofAuto().allocate(2L * SIZE * Float.BYTES, 64);
        return new Scratch(both.asSlice(0, SIZE * (long) Float.BYTES), both.asSlice(SIZE * (long) Float.BYTES));
    });

    static Scratch ofThread() {
        return OF_THREAD.get();
    }
}
