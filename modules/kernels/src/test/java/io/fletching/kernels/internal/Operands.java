package io.fletching.kernels.internal;

import io.fletching.kernels.Kernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/// Memory for one element type: inputs, outputs that start from the same content each time, and sums.
final class Operands {

    private static final double[] SPECIAL = {
        0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        1e-40,
        88.7,
        -88.7,
        1e6,
        -3e8,
        0.55,
        -0.925
    };

    final MemorySegment x;
    final MemorySegment y;
    final MemorySegment positive;
    final MemorySegment out;
    final MemorySegment sums;
    private final MemorySegment template;
    private final MemorySegment sumsTemplate;
    private final int bytes;

    /// @param special whether one number in four of x is special: zero, infinite, not a number, very large or small
    Operands(Arena arena, Kernels k, long capacity, boolean special) {
        this.bytes = k.bytes();
        x = arena.allocate(capacity * bytes, 64);
        y = arena.allocate(capacity * bytes, 64);
        positive = arena.allocate(capacity * bytes, 64);
        out = arena.allocate(capacity * bytes, 64);
        template = arena.allocate(capacity * bytes, 64);
        sums = arena.allocate(capacity * Double.BYTES, 64);
        sumsTemplate = arena.allocate(capacity * Double.BYTES, 64);
        Random random = new Random(7);
        for (long i = 0; i < capacity; i++) {
            boolean odd = special && random.nextInt(4) == 0;
            set(x, i, odd ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian() * 3);
            set(y, i, random.nextGaussian());
            set(positive, i, random.nextDouble() + 0.1);
            set(template, i, random.nextGaussian());
            sumsTemplate.set(ValueLayout.JAVA_DOUBLE, i * Double.BYTES, random.nextGaussian());
        }
        reset(capacity);
    }

    private void set(MemorySegment segment, long i, double value) {
        if (bytes == Float.BYTES) {
            segment.set(ValueLayout.JAVA_FLOAT, i * Float.BYTES, (float) value);
        } else {
            segment.set(ValueLayout.JAVA_DOUBLE, i * Double.BYTES, value);
        }
    }

    /// Gives the first elements of the outputs their first content again.
    void reset(long elements) {
        MemorySegment.copy(template, 0, out, 0, elements * bytes);
        MemorySegment.copy(sumsTemplate, 0, sums, 0, elements * Double.BYTES);
    }

    /// The content of float32 outputs, every NaN as the same one.
    long hash(long elements) {
        long hash = 0;
        for (long i = 0; i < elements; i++) {
            hash = hash * 31 + Float.floatToIntBits(out.get(ValueLayout.JAVA_FLOAT, i * Float.BYTES));
            hash = hash * 31 + Double.doubleToLongBits(sums.get(ValueLayout.JAVA_DOUBLE, i * Double.BYTES));
        }
        return hash;
    }
}
