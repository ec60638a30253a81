package io.fletching.linalg;

import java.lang.foreign.MemorySegment;

/// The checks that every product makes before it touches memory.
final class Operands {
    private Operands() {}

    static void check(
            int elementBytes,
            boolean transposeA,
            boolean transposeB,
            long m,
            long n,
            long k,
            MemorySegment a,
            long aAt,
            long lda,
            MemorySegment b,
            long bAt,
            long ldb,
            MemorySegment c,
            long cAt,
            long ldc) {
        if (m < 0 || n < 0 || k < 0) {
            throw new IllegalArgumentException("A matrix product got the sizes m = '" + m + "', n = '" + n + "', k = '"
                    + k + "'; none may be negative.");
        }
        check("A", elementBytes, transposeA ? k : m, transposeA ? m : k, a, aAt, lda);
        check("B", elementBytes, transposeB ? n : k, transposeB ? k : n, b, bAt, ldb);
        check("C", elementBytes, m, n, c, cAt, ldc);
        if (c.isReadOnly()) {
            throw new IllegalArgumentException("C of a matrix product is read-only; give it memory to write to.");
        }
    }

    private static void check(
            String name, int elementBytes, long rows, long columns, MemorySegment segment, long at, long ld) {
        if (ld < columns) {
            throw new IllegalArgumentException(
                    name + " of a matrix product has the leading dimension '" + ld + "', less than the '" + columns
                            + "' elements of a row; it is the distance from one row to the next, in elements.");
        }
        // One heap or mapped segment would slow these loops down for the rest of the process.
        if (!segment.isNative() || segment.isMapped()) {
            throw new IllegalArgumentException(name + " of a matrix product lies "
                    + (segment.isMapped() ? "in a mapped file" : "on the heap")
                    + "; copy it to native memory, for example from Arena.ofConfined().");
        }
        if (!fits(segment.byteSize() / elementBytes, rows, columns, at, ld)) {
            throw new IndexOutOfBoundsException(name + " of a matrix product, '" + rows + " x " + columns
                    + "' elements from '" + at + "' with the leading dimension '" + ld
                    + "', does not fit its segment of '"
                    + segment.byteSize() / elementBytes + "' elements.");
        }
    }

    /// Whether the last element lies within `size` elements, without a step that could overflow. An empty matrix
    /// fits anywhere, so that a block of one does too.
    private static boolean fits(long size, long rows, long columns, long at, long ld) {
        if (at < 0 || rows == 0 || columns == 0) {
            return at >= 0;
        }
        long room = size - at - columns;
        return room >= 0 && rows - 1 <= room / ld;
    }
}
