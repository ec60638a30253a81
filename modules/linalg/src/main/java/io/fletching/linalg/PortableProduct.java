package io.fletching.linalg;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The float32 product in the fixed order. It cuts B into panels of a [Panel]'s width and depth, small enough for
/// the first-level cache, and C into the matching column panels. Between two panels of the depth the sums rest in C
/// as the float32 numbers that they are, so no cut changes a bit.
final class PortableProduct implements MatrixProduct {
    static final ValueLayout.OfFloat ELEMENT = JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Rows of C that are staged at a time where a panel is wider than what is left of C.
    private static final int STAGED_ROWS = 32;

    private static final class Scalar {
        static final MatrixProduct PRODUCT = new PortableProduct(new ScalarPanel());
    }

    // A class of its own, so that a JVM without the Vector API never loads one of its types.
    private static final class Vector {
        static final MatrixProduct PRODUCT = new PortableProduct(new VectorPanel());
    }

    private final Panel panel;

    /// A panel of B, and rows of C. Threads outlive the class loader of these classes, so they hold none of them.
    private final ThreadLocal<MemorySegment[]> scratches;

    private PortableProduct(Panel panel) {
        this.panel = panel;
        this.scratches = ThreadLocal.withInitial(() -> {
            long row = (long) panel.width() * Float.BYTES;
            Arena arena = Arena.ofAuto();
            return new MemorySegment[] {arena.allocate(Panel.DEPTH * row, 64), arena.allocate(STAGED_ROWS * row, 64)};
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
        MemorySegment[] scratch = scratches.get();
        MemorySegment packed = scratch[0];
        MemorySegment stage = scratch[1];
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
                    fromRow = (long) Float.BYTES * panel.width();
                    Packing.pack(depth, width, b, bPanel, bRow, bColumn, packed, fromRow);
                    from = packed;
                    bPanel = 0;
                }
                if (whole) {
                    panel.multiply(m, depth, a, aPanel, aRow, aColumn, from, bPanel, fromRow, c, cPanel, cRow, add);
                } else {
                    staged(m, depth, width, a, aPanel, aRow, aColumn, packed, stage, c, cPanel, cRow, add);
                }
                p += depth;
            } while (p < k);
        }
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
            MemorySegment packed,
            MemorySegment stage,
            MemorySegment c,
            long cAt,
            long cRow,
            boolean accumulate) {
        long row = (long) Float.BYTES * panel.width();
        for (long i = 0; i < m; i += STAGED_ROWS) {
            long rows = Math.min(STAGED_ROWS, m - i);
            for (long r = 0; accumulate && r < rows; r++) {
                MemorySegment.copy(c, cAt + (i + r) * cRow, stage, r * row, (long) Float.BYTES * width);
            }
            panel.multiply(rows, depth, a, aAt + i * aRow, aRow, aColumn, packed, 0, row, stage, 0, row, accumulate);
            for (long r = 0; r < rows; r++) {
                MemorySegment.copy(stage, r * row, c, cAt + (i + r) * cRow, (long) Float.BYTES * width);
            }
        }
    }
}
