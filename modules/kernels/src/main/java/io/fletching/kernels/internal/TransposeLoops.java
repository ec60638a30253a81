package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Transposition in blocks of 4 × 4, which two rounds of four two-vector selections turn over: pairs of rows are
/// interleaved, then pairs of pairs.
final class TransposeLoops {

    static final int BLOCK = 4;

    private static final VectorSpecies<Float> ROW = FloatVector.SPECIES_128;
    private static final FloatVector LOW = FloatVector.fromArray(ROW, new float[] {0, 4, 1, 5}, 0);
    private static final FloatVector HIGH = FloatVector.fromArray(ROW, new float[] {2, 6, 3, 7}, 0);
    private static final FloatVector FRONT = FloatVector.fromArray(ROW, new float[] {0, 1, 4, 5}, 0);
    private static final FloatVector BACK = FloatVector.fromArray(ROW, new float[] {2, 3, 6, 7}, 0);

    private TransposeLoops() {}

    /// Transposes the first `wholeRows` rows of the first `wholeColumns` columns, both multiples of 4.
    static void blocks(
            MemorySegment x,
            long xAt,
            long rows,
            long columns,
            MemorySegment y,
            long yAt,
            long wholeRows,
            long wholeColumns) {
        long across = columns << 2;
        long down = rows << 2;
        for (long r = 0; r < wholeRows; r += BLOCK) {
            for (long c = 0; c < wholeColumns; c += BLOCK) {
                long from = (xAt + r * columns + c) << 2;
                FloatVector r0 = FloatVector.fromMemorySegment(ROW, x, from, ORDER);
                FloatVector r1 = FloatVector.fromMemorySegment(ROW, x, from + across, ORDER);
                FloatVector r2 = FloatVector.fromMemorySegment(ROW, x, from + 2 * across, ORDER);
                FloatVector r3 = FloatVector.fromMemorySegment(ROW, x, from + 3 * across, ORDER);
                FloatVector low01 = LOW.selectFrom(r0, r1);
                FloatVector high01 = HIGH.selectFrom(r0, r1);
                FloatVector low23 = LOW.selectFrom(r2, r3);
                FloatVector high23 = HIGH.selectFrom(r2, r3);
                long to = (yAt + c * rows + r) << 2;
                FRONT.selectFrom(low01, low23).intoMemorySegment(y, to, ORDER);
                BACK.selectFrom(low01, low23).intoMemorySegment(y, to + down, ORDER);
                FRONT.selectFrom(high01, high23).intoMemorySegment(y, to + 2 * down, ORDER);
                BACK.selectFrom(high01, high23).intoMemorySegment(y, to + 3 * down, ORDER);
            }
        }
    }
}
