package io.fletching.provider.adamw;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// A vector of elements at a time, operation for operation as [ScalarMoments].
final class VectorMoments implements Moments {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private final ScalarMoments scalar;

    VectorMoments(ScalarMoments scalar) {
        this.scalar = scalar;
    }

    @Override
    public void step(
            MemorySegment parameter,
            MemorySegment gradient,
            MemorySegment first,
            MemorySegment second,
            MemorySegment largest,
            long from,
            long n,
            float scale,
            float kept,
            float rate,
            float correction) {
        float rate1 = scalar.rate1();
        float rate2 = scalar.rate2();
        var betas1 = FloatVector.broadcast(SPECIES, scalar.beta1());
        var betas2 = FloatVector.broadcast(SPECIES, scalar.beta2());
        var corrections = FloatVector.broadcast(SPECIES, correction);
        var epsilons = FloatVector.broadcast(SPECIES, scalar.eps());
        var rates = FloatVector.broadcast(SPECIES, -rate);
        long end = from + SPECIES.loopBound(n - from);
        for (long i = from; i < end; i += SPECIES.length()) {
            long at = i * Float.BYTES;
            var g = load(gradient, at).mul(scale);
            var m = betas1.fma(load(first, at), g.mul(rate1));
            m.intoMemorySegment(first, at, LITTLE_ENDIAN);
            var v = betas2.fma(load(second, at), g.mul(rate2).mul(g));
            v.intoMemorySegment(second, at, LITTLE_ENDIAN);
            var bound = load(largest, at).max(v);
            bound.intoMemorySegment(largest, at, LITTLE_ENDIAN);
            var root = bound.sqrt().fma(corrections, epsilons);
            rates.fma(m.div(root), load(parameter, at).mul(kept)).intoMemorySegment(parameter, at, LITTLE_ENDIAN);
        }
        scalar.step(parameter, gradient, first, second, largest, end, n, scale, kept, rate, correction);
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, LITTLE_ENDIAN);
    }
}
