package io.fletching.linalg;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The panel without the Vector API. B's panel and a row of C are staged in heap arrays, where the compiler's own
/// vectorizer finds the loop; over segments it does not, and is several times slower.
final class FloatScalarPanel implements Panel {
    private static final int WIDTH = 64;

    /// A panel of B, and behind it a row of C. Threads outlive the class loader of these classes, so they hold none of
    /// them.
    private final ThreadLocal<float[][]> stages = ThreadLocal.withInitial(() -> new float[DEPTH + 1][WIDTH]);

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int elementBytes() {
        return Float.BYTES;
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
        float[][] stage = stages.get();
        float[] sums = stage[DEPTH];
        for (int p = 0; p < depth; p++) {
            MemorySegment.copy(b, PortableProduct.FLOAT, bAt + p * bRow, stage[p], 0, WIDTH);
        }
        for (long i = 0; i < rows; i++) {
            if (accumulate) {
                MemorySegment.copy(c, PortableProduct.FLOAT, cAt + i * cRow, sums, 0, WIDTH);
            } else {
                Arrays.fill(sums, 0);
            }
            row(depth, a, aAt + i * aRow, aColumn, stage, sums);
            MemorySegment.copy(sums, 0, c, PortableProduct.FLOAT, cAt + i * cRow, WIDTH);
        }
    }

    private static void row(int depth, MemorySegment a, long aAt, long aColumn, float[][] b, float[] c) {
        int p = 0;
        for (; p + 4 <= depth; p += 4) {
            long at = aAt + p * aColumn;
            float a0 = a.get(PortableProduct.FLOAT, at);
            float a1 = a.get(PortableProduct.FLOAT, at + aColumn);
            float a2 = a.get(PortableProduct.FLOAT, at + 2 * aColumn);
            float a3 = a.get(PortableProduct.FLOAT, at + 3 * aColumn);
            addFour(a0, b[p], a1, b[p + 1], a2, b[p + 2], a3, b[p + 3], c);
        }
        for (; p < depth; p++) {
            addOne(a.get(PortableProduct.FLOAT, aAt + p * aColumn), b[p], c);
        }
    }

    // Every index is j alone: with another offset in one of them the compiler cannot rule out an overlap.
    private static void addFour(
            float a0, float[] b0, float a1, float[] b1, float a2, float[] b2, float a3, float[] b3, float[] c) {
        for (int j = 0; j < WIDTH; j++) {
            c[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
        }
    }

    private static void addOne(float a0, float[] b0, float[] c) {
        for (int j = 0; j < WIDTH; j++) {
            c[j] = Math.fma(a0, b0[j], c[j]);
        }
    }
}
