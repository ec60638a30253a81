package io.fletching.linalg;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Copies a part of op(B) to scratch memory, where it has the layout that a [Panel] reads. Positions and steps are in
/// bytes.
final class Packing {
    private static final ValueLayout.OfLong PAIR = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long LOW = 0xffff_ffffL;
    private static final long PAIR_BYTES = Long.BYTES;
    private static final long SINGLE_BYTES = Integer.BYTES;
    private static final ValueLayout.OfInt SINGLE = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Packing() {}

    /// Element `[p, j]`, which is at `at + p * row + j * column` in `from`, goes to `p * toRow + j * bytes` in `to`.
    /// Each row is filled up with zeros: what lay there before could be denormal, and slow.
    static void pack(
            int bytes,
            int depth,
            int width,
            MemorySegment from,
            long at,
            long row,
            long column,
            MemorySegment to,
            long toRow) {
        long used = (long) width * bytes;
        for (int p = 0; p < depth; p++) {
            for (long gap = used; gap < toRow; gap += SINGLE_BYTES) {
                to.set(SINGLE, p * toRow + gap, 0);
            }
        }
        if (column == bytes) {
            for (int p = 0; p < depth; p++) {
                MemorySegment.copy(from, at + p * row, to, p * toRow, used);
            }
        } else if (bytes == SINGLE_BYTES) {
            transposePairs(depth, width, from, at, column, to, toRow);
        } else {
            transpose(depth, width, from, at, column, to, toRow);
        }
    }

    /// Rows of the source become columns of the target.
    private static void transpose(
            int depth, int width, MemorySegment from, long fromAt, long fromRow, MemorySegment to, long toRow) {
        for (int j = 0; j < width; j++) {
            long at = fromAt + j * fromRow;
            for (int p = 0; p < depth; p++) {
                to.set(PAIR, p * toRow + j * PAIR_BYTES, from.get(PAIR, at + p * PAIR_BYTES));
            }
        }
    }

    /// Two by two: one read or write moves two elements of four bytes.
    private static void transposePairs(
            int depth, int width, MemorySegment from, long fromAt, long fromRow, MemorySegment to, long toRow) {
        int j = 0;
        for (; j + 2 <= width; j += 2) {
            long at = fromAt + j * fromRow;
            long next = at + fromRow;
            long toAt = j * SINGLE_BYTES;
            int p = 0;
            for (; p + 2 <= depth; p += 2) {
                long x = from.get(PAIR, at + p * SINGLE_BYTES);
                long y = from.get(PAIR, next + p * SINGLE_BYTES);
                to.set(PAIR, toAt + p * toRow, (x & LOW) | (y << 32));
                to.set(PAIR, toAt + (p + 1) * toRow, (x >>> 32) | (y & ~LOW));
            }
            if (p < depth) {
                move(from, at + p * SINGLE_BYTES, to, toAt + p * toRow);
                move(from, next + p * SINGLE_BYTES, to, toAt + p * toRow + SINGLE_BYTES);
            }
        }
        for (int p = 0; j < width && p < depth; p++) {
            move(from, fromAt + j * fromRow + p * SINGLE_BYTES, to, p * toRow + j * SINGLE_BYTES);
        }
    }

    private static void move(MemorySegment from, long fromAt, MemorySegment to, long toAt) {
        to.set(SINGLE, toAt, from.get(SINGLE, fromAt));
    }
}
