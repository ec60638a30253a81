package io.fletching.kernels;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/// Elements of one type in native memory, one element away from its start.
record Matrix(Kernels k, MemorySegment segment, int size) {

    static final long AT = 1;

    static Matrix zeros(Arena arena, Kernels k, int size) {
        return new Matrix(k, arena.allocate((size + AT) * k.bytes()), size);
    }

    static Matrix random(Arena arena, Kernels k, int size, long seed) {
        Matrix matrix = zeros(arena, k, size);
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            matrix.set(i, random.nextGaussian() * 1.5 + 0.3);
        }
        return matrix;
    }

    static Matrix of(Arena arena, Kernels k, double... values) {
        Matrix matrix = zeros(arena, k, values.length);
        for (int i = 0; i < values.length; i++) {
            matrix.set(i, values[i]);
        }
        return matrix;
    }

    double get(int i) {
        return k.bytes() == Float.BYTES
                ? segment.get(JAVA_FLOAT_UNALIGNED, (i + AT) * Float.BYTES)
                : segment.get(JAVA_DOUBLE_UNALIGNED, (i + AT) * Double.BYTES);
    }

    void set(int i, double value) {
        if (k.bytes() == Float.BYTES) {
            segment.set(JAVA_FLOAT_UNALIGNED, (i + AT) * Float.BYTES, (float) value);
        } else {
            segment.set(JAVA_DOUBLE_UNALIGNED, (i + AT) * Double.BYTES, value);
        }
    }

    double[] values() {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = get(i);
        }
        return values;
    }

    /// Rounds to the element type.
    double round(double value) {
        return k.bytes() == Float.BYTES ? (float) value : value;
    }
}
