package io.fletching.linalg;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The panel without the Vector API. B's panel and a row of C are staged in heap arrays, where the compiler's own
/// vectorizer finds the loop; over segments it does not, and is several times slower.
final class DoubleScalarPanel implements Panel {
    private static final int WIDTH = 32;

    /// A panel of B, and behind it a row of C. Threads outlive the class loader of these classes, so they hold none of
    /// them.
    private final ThreadLocal<double[][]> stages = ThreadLocal.withInitial(() -> new double[DEPTH + 1][WIDTH]);

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int elementBytes() {
        return Double.BYTES;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void multiply(
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
            boolean accumulate) {
        double[][] stage = stages.get();
        double[] sums = stage[DEPTH];
        for (int p = 0; p < depth; p++) {
            MemorySegment.copy(b, PortableProduct.DOUBLE, bAt + p * bRow, stage[p], 0, WIDTH);
        }
        for (long i = 0; i < rows; i++) {
            if (accumulate) {
                MemorySegment.copy(c, PortableProduct.DOUBLE, cAt + i * cRow, sums, 0, WIDTH);
            } else {
                Arrays.fill(sums, 0);
            }
            row(depth, a, aAt + i * aRow, aColumn, stage, sums);
            MemorySegment.copy(sums, 0, c, PortableProduct.DOUBLE, cAt + i * cRow, WIDTH);
        }
    }

    private static void row(int depth, MemorySegment a, long aAt, long aColumn, double[][] b, double[] c) {
        int p = 0;
        for (; p + 4 <= depth; p += 4) {
            long at = aAt + p * aColumn;
            double a0 = a.get(PortableProduct.DOUBLE, at);
            double a1 = a.get(PortableProduct.DOUBLE, at + aColumn);
            double a2 = a.get(PortableProduct.DOUBLE, at + 2 * aColumn);
            double a3 = a.get(PortableProduct.DOUBLE, at + 3 * aColumn);
            addFour(a0, b[p], a1, b[p + 1], a2, b[p + 2], a3, b[p + 3], c);
        }
        for (; p < depth; p++) {
            addOne(a.get(PortableProduct.DOUBLE, aAt + p * aColumn), b[p], c);
        }
    }

    // Every index is j alone: with another offset in one of them the compiler cannot rule out an overlap.
    private static void addFour(
            double a0,
            double[] b0,
            double a1,
            double[] b1,
            double a2,
            double[] b2,
            double a3,
            double[] b3,
            double[] c) {
        for (int j = 0; j < WIDTH; j++) {
            c[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
        }
    }

    private static void addOne(double a0, double[] b0, double[] c) {
        for (int j = 0; j < WIDTH; j++) {
            c[j] = Math.fma(a0, b0[j], c[j]);
        }
    }
}
