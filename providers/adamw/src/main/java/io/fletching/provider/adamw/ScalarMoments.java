package io.fletching.provider.adamw;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// One element at a time: the oracle of [VectorMoments], and its tail.
///
/// @param rate1 1 − β₁
/// @param rate2 1 − β₂
record ScalarMoments(float beta1, float rate1, float beta2, float rate2, float eps) implements Moments {
    private static final ValueLayout.OfFloat FLOAT = JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

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
        for (long at = from * Float.BYTES; at < n * Float.BYTES; at += Float.BYTES) {
            float g = scale * gradient.get(FLOAT, at);
            float m = Math.fma(beta1, first.get(FLOAT, at), rate1 * g);
            first.set(FLOAT, at, m);
            float v = Math.fma(beta2, second.get(FLOAT, at), rate2 * g * g);
            second.set(FLOAT, at, v);
            float bound = Math.max(largest.get(FLOAT, at), v);
            largest.set(FLOAT, at, bound);
            float root = Math.fma((float) Math.sqrt(bound), correction, eps);
            parameter.set(FLOAT, at, Math.fma(-rate, m / root, kept * parameter.get(FLOAT, at)));
        }
    }
}
