package io.fletching.linalg;

import java.lang.foreign.MemorySegment;

/// The loop inside [PortableProduct]: a panel of C, as wide as suits the instruction set and of any height.
///
/// Every implementation adds up in the same order and so gives the same bits.
interface Panel {
    /// The greatest depth of one call.
    int DEPTH = 128;

    /// The instruction set: `scalar`, `vector-128`, `vector-256` or `vector-512`.
    String name();

    /// The size of an element: 4 or 8.
    int elementBytes();

    /// The width of a panel, in elements.
    int width();

    /// `C[rows, width] = A[rows, depth] · B[depth, width]`, or added to C. Positions and steps are in bytes; A's
    /// element `[i, p]` is at `aAt + i * aRow + p * aColumn`, those of a row of B or C follow one another.
    void multiply(
            long rows,
            int depth,
            MemorySegment a,
            long aAt,
            long aRow,
            long aColumn,
            MemorySegment b,
            long bAt,
            long bRow,
            MemorySegment c,
            long cAt,
            long cRow,
            boolean accumulate);
}
