package io.fletching.linalg;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Copies a part of op(B) to scratch memory, where it has the layout that a [Panel] reads. Positions and steps are in
/// bytes.
final class Packing {
    private static final ValueLayout.OfLong PAIR = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long LOW = 0xffff_ffffL;
    private static final long ELEMENT_BYTES = Float.BYTES;

    private Packing() {}

    /// Element `[p, j]`, which is at `at + p * row + j * column` in `from`, goes to `p * toRow + j * 4` in `to`. Each
    /// row is filled up with zeros: what lay there before could be denormal, and slow.
    static void pack(
            int depth, int width, MemorySegment from, long at, long row, long column, MemorySegment to, long toRow) {
        for (int p = 0; p < depth; p++) {
            for (long gap = width * ELEMENT_BYTES; gap < toRow; gap += ELEMENT_BYTES) {
                to.set(PortableProduct.ELEMENT, p * toRow + gap, 0);
            }
        }
        if (column != ELEMENT_BYTES) {
            transpose(depth, width, from, at, column, to, toRow);
            return;
        }
        for (int p = 0; p < depth; p++) {
            MemorySegment.copy(from, at + p * row, to, p * toRow, width * ELEMENT_BYTES);
        }
    }

    /// Rows of the source become columns of the target, two by two: one read or write moves two elements.
    private static void transpose(
            int depth, int width, MemorySegment from, long fromAt, long fromRow, MemorySegment to, long toRow) {
        int j = 0;
        for (; j + 2 <= width; j += 2) {
            long at = fromAt + j * fromRow;
            long next = at + fromRow;
            long toAt = j * ELEMENT_BYTES;
            int p = 0;
            for (; p + 2 <= depth; p += 2) {
                long x = from.get(PAIR, at + p * ELEMENT_BYTES);
                long y = from.get(PAIR, next + p * ELEMENT_BYTES);
                to.set(PAIR, toAt + p * toRow, (x & LOW) | (y << 32));
                to.set(PAIR, toAt + (p + 1) * toRow, (x >>> 32) | (y & ~LOW));
            }
            if (p < depth) {
                move(from, at + p * ELEMENT_BYTES, to, toAt + p * toRow);
                move(from, next + p * ELEMENT_BYTES, to, toAt + p * toRow + ELEMENT_BYTES);
            }
        }
        for (int p = 0; j < width && p < depth; p++) {
            move(from, fromAt + j * fromRow + p * ELEMENT_BYTES, to, p * toRow + j * ELEMENT_BYTES);
        }
    }

    private static void move(MemorySegment from, long fromAt, MemorySegment to, long toAt) {
        to.set(PortableProduct.ELEMENT, toAt, from.get(PortableProduct.ELEMENT, fromAt));
    }
}
