package io.fletching.kernels.internal;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The shapes of vectors, and how they come from and go to memory.
///
/// The species are static finals: anything else is slow. Elementwise loops take the widest vectors up to 512 bit.
/// Sums take four accumulators of at most 256 bit, which are the 16 lanes of a reduction at the latency of an
/// addition; where there are 128 bit only, they walk the memory twice.
final class Lanes {

    private static final int BITS = Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());

    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, FLOATS.vectorShape());

    static final VectorSpecies<Double> SUMS =
            VectorSpecies.of(double.class, VectorShape.forBitSize(Math.min(256, BITS)));
    private static final VectorSpecies<Float> SUMMANDS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SUMS.vectorBitSize() / 2));

    /// Elements of an elementwise step.
    static final int STEP = FLOATS.length();
    /// Elements of a step of sums.
    static final int SUM_STEP = SUMS.length();

    private Lanes() {}

    static FloatVector load(MemorySegment x, long at) {
        return FloatVector.fromMemorySegment(FLOATS, x, at * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    static void store(FloatVector v, MemorySegment y, long at) {
        v.intoMemorySegment(y, at * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    static IntVector loadBits(MemorySegment x, long at) {
        return IntVector.fromMemorySegment(INTS, x, at * Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    /// Floats, widened.
    static DoubleVector widen(MemorySegment x, long at) {
        FloatVector v = FloatVector.fromMemorySegment(SUMMANDS, x, at * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
        return (DoubleVector) v.convertShape(VectorOperators.F2D, SUMS, 0);
    }

    static DoubleVector loadSums(MemorySegment sums, long at) {
        return DoubleVector.fromMemorySegment(SUMS, sums, at * Double.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    static void storeSums(DoubleVector v, MemorySegment sums, long at) {
        v.intoMemorySegment(sums, at * Double.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    static FloatVector all(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }
}
