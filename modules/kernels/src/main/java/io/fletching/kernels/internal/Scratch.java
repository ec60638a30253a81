package io.fletching.kernels.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory of a thread for what one pass leaves to the next. It stays in the first-level cache.
///
/// @param first [#SIZE] floats
/// @param second [#SIZE] floats
/// @param sums three times [#ROWS] doubles
/// @param result two doubles
record Scratch(MemorySegment first, MemorySegment second, MemorySegment sums, MemorySegment result) {

    /// Elements of a chunk that goes through all passes of a function before the next.
    static final int SIZE = 1024;

    /// Rows that go through all passes of a norm before the next, at most.
    static final int ROWS = 128;

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::allocate);

    private static Scratch allocate() {
        Arena arena = Arena.ofAuto();
        return new Scratch(
                arena.allocate(SIZE * (long) Float.BYTES, 64),
                arena.allocate(SIZE * (long) Float.BYTES, 64),
                arena.allocate(3L * ROWS * Double.BYTES, 64),
                arena.allocate(2L * Double.BYTES, 64));
    }

    static Scratch ofThread() {
        return OF_THREAD.get();
    }
}
