package io.fletching.linalg;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// One product with operands of its own, drawn from a seed: float32 or float64, in native memory, at odd positions and
/// with rows further apart than they are long. Results are read as float64, which changes none.
///
/// @param bytes the size of an element: 4 or 8
record Case(
        int bytes,
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
    static Case of(Arena arena, long seed, boolean transposeA, boolean transposeB, int m, int n, int k, boolean add) {
        return of(Float.BYTES, arena, seed, transposeA, transposeB, m, n, k, add);
    }

    static Case of(
            int bytes,
            Arena arena,
            long seed,
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            boolean add) {
        SplittableRandom random = new SplittableRandom(seed);
        int lda = (transposeA ? m : k) + random.nextInt(6);
        int ldb = (transposeB ? k : n) + random.nextInt(6);
        int ldc = n + random.nextInt(6);
        int aAt = random.nextInt(6);
        int bAt = random.nextInt(6);
        int cAt = random.nextInt(6);
        return new Case(
                bytes,
                transposeA,
                transposeB,
                m,
                n,
                k,
                add,
                drawn(bytes, arena, random, aAt, transposeA ? k : m, transposeA ? m : k, lda),
                aAt,
                lda,
                drawn(bytes, arena, random, bAt, transposeB ? n : k, transposeB ? k : n, ldb),
                bAt,
                ldb,
                drawn(bytes, arena, random, cAt, m, n, ldc),
                cAt,
                ldc);
    }

    /// Exactly as much memory as the matrix needs, so that a step too far is found, in an arena of its own bounds.
    private static MemorySegment drawn(
            int bytes, Arena arena, SplittableRandom random, int at, int rows, int columns, int ld) {
        long size = at + (rows == 0 || columns == 0 ? 0 : (long) (rows - 1) * ld + columns);
        MemorySegment segment = arena.allocate(size * bytes, bytes);
        for (long i = 0; i < size; i++) {
            double value = random.nextDouble(-1, 1);
            if (bytes == Double.BYTES) {
                segment.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value);
            } else {
                segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
            }
        }
        return segment;
    }

    double get(MemorySegment segment, long index) {
        return bytes == Double.BYTES
                ? segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index)
                : segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    double[] values(MemorySegment segment) {
        return LongStream.range(0, segment.byteSize() / bytes)
                .mapToDouble(i -> get(segment, i))
                .toArray();
    }

    /// C as this product leaves it; this case's own C stays as it is.
    double[] by(MatrixProduct product) {
        return block(product, 0, m, 0, n);
    }

    /// C after a call for one block of it.
    double[] block(MatrixProduct product, int row, int rows, int column, int columns) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(c.byteSize(), bytes).copyFrom(c);
            blockInto(product, result, row, rows, column, columns);
            return values(result);
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

    /// The definition, in float64 and so with its rounding where that is the type of the case: the element of C at `[i,
    /// j]`, or with absolute values the scale of its error.
    double exact(int i, int j, boolean absolute) {
        double sum = accumulate ? value(get(c, cAt + (long) i * ldc + j), absolute) : 0;
        for (int p = 0; p < k; p++) {
            double left = get(a, aAt + (transposeA ? (long) p * lda + i : (long) i * lda + p));
            double right = get(b, bAt + (transposeB ? (long) j * ldb + p : (long) p * ldb + j));
            sum += value(left * right, absolute);
        }
        return sum;
    }

    private static double value(double x, boolean absolute) {
        return absolute ? Math.abs(x) : x;
    }

    /// Where a result differs from the definition by more than the rounding of k additions, or writes outside C.
    String faults(double[] result) {
        StringBuilder faults = new StringBuilder();
        for (int at = 0; at < result.length; at++) {
            int i = at < cAt ? -1 : (at - cAt) / ldc;
            int j = at < cAt ? n : (at - cAt) % ldc;
            double before = get(c, at);
            if (j >= n) {
                if (Double.compare(before, result[at]) != 0) {
                    faults.append("wrote outside C at ").append(at).append('\n');
                }
            } else {
                double rounding = bytes == Double.BYTES ? 0x1p-52 : 0x1p-24;
                double bound = (k + 1) * rounding * exact(i, j, true);
                if (!(Math.abs(result[at] - exact(i, j, false)) <= bound)) {
                    faults.append("C[%d, %d] is %s, not %s%n".formatted(i, j, result[at], exact(i, j, false)));
                }
            }
        }
        return faults.toString();
    }

    @Override
    public String toString() {
        return "F%d %s%s m=%d n=%d k=%d %s"
                .formatted(
                        8 * bytes, transposeA ? "T" : "N", transposeB ? "T" : "N", m, n, k, accumulate ? "add" : "set");
    }
}
