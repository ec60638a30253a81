package io.fletching.linalg;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The product in the fixed order, of the elements of its [Panel]. It cuts B into panels of that width and depth,
/// small enough for the first-level cache, and C into the matching column panels. Between two panels of the depth
/// the sums rest in C as the numbers that they are, so no cut changes a bit.
final class PortableProduct implements MatrixProduct {
    static final ValueLayout.OfFloat FLOAT = JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Rows of C that are staged at a time where a panel is wider than what is left of C.
    private static final int STAGED_ROWS = 32;

    private static final class Scalar {
        static final MatrixProduct FLOAT32 = new PortableProduct(new FloatScalarPanel());
        static final MatrixProduct FLOAT64 = new PortableProduct(new DoubleScalarPanel());
    }

    // A class of its own, so that a JVM without the Vector API never loads one of its types.
    private static final class Vector {
        static final MatrixProduct FLOAT32 = new PortableProduct(new FloatVectorPanel());
        static final MatrixProduct FLOAT64 = new PortableProduct(new DoubleVectorPanel());
    }

    private final Panel panel;
    private final int bytes;

    /// A panel of B, and rows of C. Threads outlive the class loader of these classes, so they hold none of them.
    private final ThreadLocal<MemorySegment[]> scratches;

    private PortableProduct(Panel panel) {
        this.panel = panel;
        this.bytes = panel.elementBytes();
        this.scratches = ThreadLocal.withInitial(() -> {
            long row = rowBytes();
            Arena arena = Arena.ofAuto();
            return new MemorySegment[] {arena.allocate(Panel.DEPTH * row, 64), arena.allocate(STAGED_ROWS * row, 64)};
        });
    }

    static MatrixProduct scalar() {
        return Scalar.FLOAT32;
    }

    static MatrixProduct vector() {
        return Vector.FLOAT32;
    }

    static MatrixProduct scalarF64() {
        return Scalar.FLOAT64;
    }

    static MatrixProduct vectorF64() {
        return Vector.FLOAT64;
    }

    /// The length of a panel's row.
    private long rowBytes() {
        return (long) bytes * panel.width();
    }

    @Override
    public String name() {
        return bytes == Double.BYTES ? "portable-f64" : "portable";
    }

    @Override
    public MatrixProduct inFloat64() {
        return bytes == Double.BYTES ? this : MatrixProduct.portableF64();
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
        Operands.check(bytes, transposeA, transposeB, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc);
        if (m == 0) {
            return;
        }
        long aRow = bytes * (transposeA ? 1 : lda);
        long aColumn = bytes * (transposeA ? lda : 1);
        long bRow = bytes * (transposeB ? 1 : ldb);
        long bColumn = bytes * (transposeB ? ldb : 1);
        long cRow = bytes * ldc;
        MemorySegment[] scratch = scratches.get();
        MemorySegment packed = scratch[0];
        MemorySegment stage = scratch[1];
        for (long j = 0; j < n; j += panel.width()) {
            int width = (int) Math.min(panel.width(), n - j);
            long cPanel = bytes * (cAt + j);
            long p = 0;
            do { // once even where k is 0, for then the product is zero
                int depth = (int) Math.min(Panel.DEPTH, k - p);
                long aPanel = bytes * aAt + p * aColumn;
                long bPanel = bytes * bAt + p * bRow + j * bColumn;
                boolean add = accumulate || p > 0;
                boolean whole = width == panel.width();
                MemorySegment from = b;
                long fromRow = bRow;
                if (transposeB || !whole) {
                    fromRow = rowBytes();
                    Packing.pack(bytes, depth, width, b, bPanel, bRow, bColumn, packed, fromRow);
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
        long row = rowBytes();
        for (long i = 0; i < m; i += STAGED_ROWS) {
            long rows = Math.min(STAGED_ROWS, m - i);
            for (long r = 0; accumulate && r < rows; r++) {
                MemorySegment.copy(c, cAt + (i + r) * cRow, stage, r * row, (long) bytes * width);
            }
            panel.multiply(rows, depth, a, aAt + i * aRow, aRow, aColumn, packed, 0, row, stage, 0, row, accumulate);
            for (long r = 0; r < rows; r++) {
                MemorySegment.copy(stage, r * row, c, cAt + (i + r) * cRow, (long) bytes * width);
            }
        }
    }
}
