package io.fletching.linalg;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The float64 product, written as the definition reads.
final class DoubleProduct implements MatrixProduct {
    static final MatrixProduct INSTANCE = new DoubleProduct();

    private static final ValueLayout.OfDouble ELEMENT = JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private DoubleProduct() {}

    @Override
    public String name() {
        return "portable-f64";
    }

    @Override
    public String description() {
        return name() + ", scalar";
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
        Operands.check(Double.BYTES, transposeA, transposeB, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc);
        long aRow = transposeA ? 1 : lda;
        long aColumn = transposeA ? lda : 1;
        long bRow = transposeB ? 1 : ldb;
        long bColumn = transposeB ? ldb : 1;
        for (long i = 0; i < m; i++) {
            for (long j = 0; j < n; j++) {
                long at = cAt + i * ldc + j;
                double sum = accumulate ? c.getAtIndex(ELEMENT, at) : 0;
                for (long p = 0; p < k; p++) {
                    sum = Math.fma(
                            a.getAtIndex(ELEMENT, aAt + i * aRow + p * aColumn),
                            b.getAtIndex(ELEMENT, bAt + p * bRow + j * bColumn),
                            sum);
                }
                c.setAtIndex(ELEMENT, at, sum);
            }
        }
    }
}
