package io.fletching.linalg;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/// One product with operands of its own, drawn from a seed: float32, in native memory, at odd positions and with
/// rows further apart than they are long.
record Case(
        boolean transposeA,
        boolean transposeB,
        int m,
        int n,
        int k,
        boolean accumulate,
        MemorySegment a,
        int aAt,
        int lda,
        MemorySegment b,
        int bAt,
        int ldb,
        MemorySegment c,
        int cAt,
        int ldc) {
    private static final ValueLayout.OfFloat ELEMENT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    static Case of(Arena arena, long seed, boolean transposeA, boolean transposeB, int m, int n, int k, boolean add) {
        SplittableRandom random = new SplittableRandom(seed);
        int lda = (transposeA ? m : k) + random.nextInt(6);
        int ldb = (transposeB ? k : n) + random.nextInt(6);
        int ldc = n + random.nextInt(6);
        int aAt = random.nextInt(6);
        int bAt = random.nextInt(6);
        int cAt = random.nextInt(6);
        return new Case(
                transposeA,
                transposeB,
                m,
                n,
                k,
                add,
                drawn(arena, random, aAt, transposeA ? k : m, transposeA ? m : k, lda),
                aAt,
                lda,
                drawn(arena, random, bAt, transposeB ? n : k, transposeB ? k : n, ldb),
                bAt,
                ldb,
                drawn(arena, random, cAt, m, n, ldc),
                cAt,
                ldc);
    }

    /// Exactly as much memory as the matrix needs, so that a step too far is found, in an arena of its own bounds.
    private static MemorySegment drawn(Arena arena, SplittableRandom random, int at, int rows, int columns, int ld) {
        long size = at + (rows == 0 || columns == 0 ? 0 : (long) (rows - 1) * ld + columns);
        MemorySegment segment = arena.allocate(size * Float.BYTES, Float.BYTES);
        for (long i = 0; i < size; i++) {
            segment.setAtIndex(ELEMENT, i, (float) random.nextDouble(-1, 1));
        }
        return segment;
    }

    /// C as this product leaves it; this case's own C stays as it is.
    float[] by(MatrixProduct product) {
        return block(product, 0, m, 0, n);
    }

    /// C after a call for one block of it.
    float[] block(MatrixProduct product, int row, int rows, int column, int columns) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(c.byteSize(), Float.BYTES).copyFrom(c);
            blockInto(product, result, row, rows, column, columns);
            return result.toArray(ELEMENT);
        }
    }

    void blockInto(MatrixProduct product, MemorySegment result, int row, int rows, int column, int columns) {
        product.multiply(
                transposeA,
                transposeB,
                rows,
                columns,
                k,
                a,
                aAt + (long) row * (transposeA ? 1 : lda),
                lda,
                b,
                bAt + (long) column * (transposeB ? ldb : 1),
                ldb,
                result,
                cAt + (long) row * ldc + column,
                ldc,
                accumulate);
    }

    /// The definition, in float64: the element of C at `[i, j]`, or with absolute values the scale of its error.
    double exact(int i, int j, boolean absolute) {
        double sum = accumulate ? value(c.getAtIndex(ELEMENT, cAt + (long) i * ldc + j), absolute) : 0;
        for (int p = 0; p < k; p++) {
            double left = a.getAtIndex(ELEMENT, aAt + (transposeA ? (long) p * lda + i : (long) i * lda + p));
            double right = b.getAtIndex(ELEMENT, bAt + (transposeB ? (long) j * ldb + p : (long) p * ldb + j));
            sum += value(left * right, absolute);
        }
        return sum;
    }

    private static double value(double x, boolean absolute) {
        return absolute ? Math.abs(x) : x;
    }

    /// Where a result differs from the definition by more than the rounding of k additions, or writes outside C.
    String faults(float[] result) {
        StringBuilder faults = new StringBuilder();
        for (int at = 0; at < result.length; at++) {
            int i = at < cAt ? -1 : (at - cAt) / ldc;
            int j = at < cAt ? n : (at - cAt) % ldc;
            float before = c.getAtIndex(ELEMENT, at);
            if (j >= n) {
                if (Float.floatToRawIntBits(before) != Float.floatToRawIntBits(result[at])) {
                    faults.append("wrote outside C at ").append(at).append('\n');
                }
            } else {
                double bound = (k + 1) * 0x1p-24 * exact(i, j, true);
                if (!(Math.abs(result[at] - exact(i, j, false)) <= bound)) {
                    faults.append("C[%d, %d] is %s, not %s%n".formatted(i, j, result[at], exact(i, j, false)));
                }
            }
        }
        return faults.toString();
    }

    @Override
    public String toString() {
        return "%s%s m=%d n=%d k=%d %s"
                .formatted(transposeA ? "T" : "N", transposeB ? "T" : "N", m, n, k, accumulate ? "add" : "set");
    }
}
