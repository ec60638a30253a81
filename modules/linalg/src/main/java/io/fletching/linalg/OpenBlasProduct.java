package io.fletching.linalg;

import java.lang.foreign.MemorySegment;

/// The product by OpenBLAS, and by the portable loops where B is small.
final class OpenBlasProduct implements MatrixProduct {
    /// The size of B up to which the portable product is as fast: a second-level cache holds it.
    private static final long SMALL_BYTES = 262_144;

    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_IS = 111;
    private static final int TRANSPOSED = 112;

    // Constant, and a record's field is trusted to be, so that the compiler sees through the method handle.
    private static final OpenBlasLibrary LIBRARY = OpenBlasLibrary.loaded();

    private final int bytes;
    private final MatrixProduct small;

    /// @param bytes the size of an element: 4 or 8
    /// @param small the portable product of such elements
    OpenBlasProduct(int bytes, MatrixProduct small) {
        this.bytes = bytes;
        this.small = small;
    }

    @Override
    public String name() {
        return bytes == Double.BYTES ? "openblas-f64" : "openblas";
    }

    @Override
    public MatrixProduct inFloat64() {
        return bytes == Double.BYTES ? this : new OpenBlasProduct(Double.BYTES, small.inFloat64());
    }

    @Override
    public String description() {
        return name() + ", " + LIBRARY.core() + " (" + LIBRARY.config() + "); small products: " + small.description();
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
        if (isSmall(transposeB, n, k)) {
            small.multiply(transposeA, transposeB, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
            return;
        }
        Operands.check(bytes, transposeA, transposeB, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc);
        if (m == 0) {
            return;
        }
        // Segments, not addresses: the linker keeps their arenas open during the call. The slices do not escape.
        try {
            LIBRARY.gemm()
                    .invokeExact(
                            bytes == Double.BYTES,
                            ROW_MAJOR,
                            transposeA ? TRANSPOSED : AS_IT_IS,
                            transposeB ? TRANSPOSED : AS_IT_IS,
                            size(m),
                            size(n),
                            size(k),
                            1.0,
                            a.asSlice(bytes * aAt),
                            size(lda),
                            b.asSlice(bytes * bAt),
                            size(ldb),
                            accumulate ? 1.0 : 0.0,
                            c.asSlice(bytes * cAt),
                            size(ldc));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a call of C throws nothing", e);
        }
    }

    /// Whether the portable product runs: never by m, by which a result is cut. It also takes everything empty.
    private boolean isSmall(boolean transposeB, long n, long k) {
        return n <= 0 || k <= 0 || (!transposeB && n <= SMALL_BYTES / bytes / k);
    }

    private static int size(long value) {
        if (value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("OpenBLAS got the size or leading dimension '" + value
                    + "'; it takes up to 2147483647; use the product 'portable' (--matmul portable).");
        }
        return (int) value;
    }
}
