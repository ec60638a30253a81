package io.fletching.linalg;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The panel with the Vector API: tiles of four rows and two vectors, eight sums in registers.
///
/// More sums than these make the compiler box its vectors, and each step then allocates. For the same reason there
/// is one tile and no special one for the last rows: a row past the end is the last row once more, which computes
/// and stores the same numbers again.
final class FloatVectorPanel implements Panel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int VECTOR = SPECIES.vectorByteSize();

    /// Where sums begin that are not added to C. Vectors of two origins, loaded or made, would be boxed where they
    /// meet.
    private static final MemorySegment ZEROS = Arena.global().allocate(2L * VECTOR, 64);

    @Override
    public String name() {
        return "vector-" + SPECIES.vectorBitSize();
    }

    @Override
    public int elementBytes() {
        return Float.BYTES;
    }

    @Override
    public int width() {
        return 2 * SPECIES.length();
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
        for (long i = 0; i < rows; i += 4) {
            long i1 = Math.min(i + 1, rows - 1);
            long i2 = Math.min(i + 2, rows - 1);
            long i3 = Math.min(i + 3, rows - 1);
            tile(
                    depth,
                    a,
                    aAt + i * aRow,
                    aAt + i1 * aRow,
                    aAt + i2 * aRow,
                    aAt + i3 * aRow,
                    aColumn,
                    b,
                    bAt,
                    bRow,
                    c,
                    cAt + i * cRow,
                    cAt + i1 * cRow,
                    cAt + i2 * cRow,
                    cAt + i3 * cRow,
                    accumulate);
        }
    }

    private static void tile(
            int depth,
            MemorySegment a,
            long a0,
            long a1,
            long a2,
            long a3,
            long aColumn,
            MemorySegment b,
            long bAt,
            long bRow,
            MemorySegment c,
            long c0,
            long c1,
            long c2,
            long c3,
            boolean accumulate) {
        MemorySegment start = accumulate ? c : ZEROS;
        long s0 = accumulate ? c0 : 0;
        long s1 = accumulate ? c1 : 0;
        long s2 = accumulate ? c2 : 0;
        long s3 = accumulate ? c3 : 0;
        FloatVector c00 = load(start, s0);
        FloatVector c01 = load(start, s0 + VECTOR);
        FloatVector c10 = load(start, s1);
        FloatVector c11 = load(start, s1 + VECTOR);
        FloatVector c20 = load(start, s2);
        FloatVector c21 = load(start, s2 + VECTOR);
        FloatVector c30 = load(start, s3);
        FloatVector c31 = load(start, s3 + VECTOR);
        long down = 0;
        for (int p = 0; p < depth; p++) {
            FloatVector b0 = load(b, bAt);
            FloatVector b1 = load(b, bAt + VECTOR);
            FloatVector x = spread(a, a0 + down);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = spread(a, a1 + down);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = spread(a, a2 + down);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = spread(a, a3 + down);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            bAt += bRow;
            down += aColumn;
        }
        c00.intoMemorySegment(c, c0, ORDER);
        c01.intoMemorySegment(c, c0 + VECTOR, ORDER);
        c10.intoMemorySegment(c, c1, ORDER);
        c11.intoMemorySegment(c, c1 + VECTOR, ORDER);
        c20.intoMemorySegment(c, c2, ORDER);
        c21.intoMemorySegment(c, c2 + VECTOR, ORDER);
        c30.intoMemorySegment(c, c3, ORDER);
        c31.intoMemorySegment(c, c3 + VECTOR, ORDER);
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, ORDER);
    }

    private static FloatVector spread(MemorySegment segment, long at) {
        return FloatVector.broadcast(SPECIES, segment.get(PortableProduct.FLOAT, at));
    }
}
