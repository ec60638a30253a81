package io.fletching.kernels.internal;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The shapes of vectors.
///
/// How the loops of the vector twin are written follows from the compiler, which puts a vector on the heap (and
/// runs a hundred times slower) wherever it stops inlining. It always inlines the Vector API itself, but a method
/// of ours only as long as what it compiles together is small, and what that is differs from launch to launch. So a
/// loop hands no vector to a method of ours and takes none, not even to load it; it is short (about 30 operations
/// on vectors); and a longer computation goes over its memory in passes, a loop for each.
///
/// The species are static finals: anything else is slow. Elementwise loops take the widest vectors up to 512 bit.
/// Sums take four accumulators of at most 256 bit, which are the 16 lanes of a reduction at the latency of an
/// addition; where there are 128 bit only, they walk the memory twice.
final class Lanes {

    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private static final int BITS = Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());

    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, FLOATS.vectorShape());

    static final VectorSpecies<Double> SUMS =
            VectorSpecies.of(double.class, VectorShape.forBitSize(Math.min(256, BITS)));

    /// Floats that widen to [#SUMS].
    static final VectorSpecies<Float> SUMMANDS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SUMS.vectorBitSize() / 2));

    /// Words that are the low halves of [#LONGS].
    static final VectorSpecies<Integer> WORDS = VectorSpecies.of(int.class, VectorShape.forBitSize(BITS / 2));

    /// Numbers of two bytes that are as many as [#INTS].
    static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, WORDS.vectorShape());

    /// Elements of an elementwise step.
    static final int STEP = FLOATS.length();
    /// Elements of a step of sums.
    static final int SUM_STEP = SUMS.length();

    private Lanes() {}

    /// How many of n elements fill whole vectors.
    static long whole(long n) {
        return n - n % STEP;
    }

    /// How many of n elements fill whole vectors of sums.
    static long wholeSums(long n) {
        return n - n % SUM_STEP;
    }
}
