package io.fletching.linalg;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The float32 product in the fixed order. It cuts B into panels of a [Panel]'s width and depth, small enough for
/// the first-level cache, and C into the matching column panels. Between two panels of the depth the sums rest in C
/// as the float32 numbers that they are, so no cut changes a bit.
final class PortableProduct implements MatrixProduct {
    static final ValueLayout.OfFloat ELEMENT = JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final ValueLayout.OfLong PAIR = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long LOW = 0xffff_ffffL;

    /// Rows of C that are staged at a time where a panel is wider than what is left of C.
    private static final int STAGED_ROWS = 32;

    private static final class Scalar {
        static final MatrixProduct PRODUCT = new PortableProduct(new ScalarPanel());
    }

    // A class of its own, so that a JVM without the Vector API never loads one of its types.
    private static final class Vector {
        static final MatrixProduct PRODUCT = new PortableProduct(new VectorPanel());
    }

    private record Scratch(MemorySegment b, MemorySegment c) {}

    private final Panel panel;
    private final ThreadLocal<Scratch> scratches;

    private PortableProduct(Panel panel) {
        this.panel = panel;
        this.scratches = ThreadLocal.withInitial(() -> {
            long row = (long) panel.width() * Float.BYTES;
            Arena arena = Arena.ofAuto();
            return new Scratch(arena.allocate(Panel.DEPTH * row, 64), arena.allocate(STAGED_ROWS * row, 64));
        });
    }

    static MatrixProduct scalar() {
        return Scalar.PRODUCT;
    }

    static MatrixProduct vector() {
        return Vector.PRODUCT;
    }

    @Override
    public String name() {
        return "portable";
    }

    @Override
    public String description() {
        return name() + ", " + panel.name();
    }

    @Override
    public void multiply(
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
            long ldc,
            boolean accumulate) {
        Operands.check(Float.BYTES, transposeA, transposeB, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc);
        if (m == 0) {
            return;
        }
        long aRow = Float.BYTES * (transposeA ? 1 : lda);
        long aColumn = Float.BYTES * (transposeA ? lda : 1);
        long bRow = Float.BYTES * (transposeB ? 1 : ldb);
        long bColumn = Float.BYTES * (transposeB ? ldb : 1);
        long cRow = Float.BYTES * ldc;
        Scratch scratch = scratches.get();
        for (long j = 0; j < n; j += panel.width()) {
            int width = (int) Math.min(panel.width(), n - j);
            long cPanel = Float.BYTES * (cAt + j);
            long p = 0;
            do { // once even where k is 0, for then the product is zero
                int depth = (int) Math.min(Panel.DEPTH, k - p);
                long aPanel = Float.BYTES * aAt + p * aColumn;
                long bPanel = Float.BYTES * bAt + p * bRow + j * bColumn;
                boolean add = accumulate || p > 0;
                boolean whole = width == panel.width();
                MemorySegment from = b;
                long fromRow = bRow;
                if (transposeB || !whole) {
                    pack(depth, width, b, bPanel, bRow, bColumn, scratch.b);
                    from = scratch.b;
                    bPanel = 0;
                    fromRow = (long) Float.BYTES * panel.width();
                }
                if (whole) {
                    panel.multiply(m, depth, a, aPanel, aRow, aColumn, from, bPanel, fromRow, c, cPanel, cRow, add);
                } else {
                    staged(m, depth, width, a, aPanel, aRow, aColumn, scratch, c, cPanel, cRow, add);
                }
                p += depth;
            } while (p < k);
        }
    }

    /// Copies a part of op(B) to where its rows follow one another at the panel's width, filled up with zeros: what
    /// lay there before could be denormal, and slow.
    private void pack(int depth, int width, MemorySegment b, long bAt, long bRow, long bColumn, MemorySegment packed) {
        long row = (long) Float.BYTES * panel.width();
        for (int p = 0; p < depth; p++) {
            for (int j = width; j < panel.width(); j++) {
                packed.set(ELEMENT, p * row + (long) j * Float.BYTES, 0);
            }
        }
        if (bColumn == Float.BYTES) {
            for (int p = 0; p < depth; p++) {
                MemorySegment.copy(b, bAt + p * bRow, packed, p * row, (long) Float.BYTES * width);
            }
            return;
        }
        transpose(depth, width, b, bAt, bColumn, packed, row);
    }

    /// Rows of the source become columns of the target, two by two: one read or write moves two elements.
    private static void transpose(
            int depth, int width, MemorySegment from, long fromAt, long fromRow, MemorySegment to, long toRow) {
        for (int j = 0; j + 2 <= width; j += 2) {
            long at = fromAt + j * fromRow;
            long next = at + fromRow;
            long column = (long) Float.BYTES * j;
            int p = 0;
            for (; p + 2 <= depth; p += 2) {
                long x = from.get(PAIR, at + (long) Float.BYTES * p);
                long y = from.get(PAIR, next + (long) Float.BYTES * p);
                to.set(PAIR, column + p * toRow, (x & LOW) | (y << 32));
                to.set(PAIR, column + (p + 1) * toRow, (x >>> 32) | (y & ~LOW));
            }
            if (p < depth) {
                move(from, at + (long) Float.BYTES * p, to, column + p * toRow);
                move(from, next + (long) Float.BYTES * p, to, column + p * toRow + Float.BYTES);
            }
        }
        if (width % 2 != 0) {
            for (int p = 0; p < depth; p++) {
                move(
                        from,
                        fromAt + (width - 1) * fromRow + (long) Float.BYTES * p,
                        to,
                        p * toRow + (long) Float.BYTES * (width - 1));
            }
        }
    }

    private static void move(MemorySegment from, long fromAt, MemorySegment to, long toAt) {
        to.set(ELEMENT, toAt, from.get(ELEMENT, fromAt));
    }

    /// The last columns of C, fewer than a panel has: computed in a panel of scratch memory, whose other columns
    /// are dropped.
    private void staged(
            long m,
            int depth,
            int width,
            MemorySegment a,
            long aAt,
            long aRow,
            long aColumn,
            Scratch scratch,
            MemorySegment c,
            long cAt,
            long cRow,
            boolean accumulate) {
        long row = (long) Float.BYTES * panel.width();
        for (long i = 0; i < m; i += STAGED_ROWS) {
            long rows = Math.min(STAGED_ROWS, m - i);
            for (long r = 0; accumulate && r < rows; r++) {
                MemorySegment.copy(c, cAt + (i + r) * cRow, scratch.c, r * row, (long) Float.BYTES * width);
            }
            panel.multiply(
                    rows, depth, a, aAt + i * aRow, aRow, aColumn, scratch.b, 0, row, scratch.c, 0, row, accumulate);
            for (long r = 0; r < rows; r++) {
                MemorySegment.copy(scratch.c, r * row, c, cAt + (i + r) * cRow, (long) Float.BYTES * width);
            }
        }
    }
}
