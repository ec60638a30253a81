package io.fletching.kernels.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory of a thread for what one pass leaves to the next. It stays in the first-level cache.
///
/// A thread of the host outlives the class loader that these classes may have come by, and holds what it was given. So
/// that is of the JDK's classes alone: a class of ours there would keep all of them from being collected.
final class Scratch {

    /// Elements of a chunk that goes through all passes of a function before the next.
    static final int SIZE = 1024;

    /// Rows that go through all passes of a norm before the next, at most.
    static final int ROWS = 128;

    private static final ThreadLocal<MemorySegment[]> OF_THREAD = ThreadLocal.withInitial(Scratch::allocate);

    private Scratch() {}

    private static MemorySegment[] allocate() {
        Arena arena = Arena.ofAuto();
        return new MemorySegment[] {
            arena.allocate(SIZE * (long) Float.BYTES, 64),
            arena.allocate(SIZE * (long) Float.BYTES, 64),
            arena.allocate(3L * ROWS * Double.BYTES, 64),
            arena.allocate(2L * Double.BYTES, 64)
        };
    }

    /// [#SIZE] floats.
    static MemorySegment first() {
        return OF_THREAD.get()[0];
    }

    /// [#SIZE] floats more.
    static MemorySegment second() {
        return OF_THREAD.get()[1];
    }

    /// Three times [#ROWS] doubles.
    static MemorySegment sums() {
        return OF_THREAD.get()[2];
    }

    /// Two doubles.
    static MemorySegment result() {
        return OF_THREAD.get()[3];
    }
}
