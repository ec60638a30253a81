package io.fletching.kernels.internal;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Float64 sums in memory, whatever the element type.
final class Sums {

    private static final ValueLayout.OfDouble F64 = JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Sums() {}

    static double get(MemorySegment sums, long at) {
        return sums.get(F64, at * Double.BYTES);
    }

    static void set(MemorySegment sums, long at, double value) {
        sums.set(F64, at * Double.BYTES, value);
    }

    static void add(MemorySegment sums, long at, double value) {
        set(sums, at, get(sums, at) + value);
    }
}
