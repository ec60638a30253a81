package io.fletching.kernels.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What a loop over narrow rows reads in the place of an operand that is left out: numbers that change no bit.
final class Neutral {

    private static final MemorySegment ZEROS = filled(0);
    private static final MemorySegment ONES = filled(1);
    /// Unlike 0, -0 leaves every number as it is when it is added, -0 too.
    private static final MemorySegment NEGATIVE_ZEROS = filled(-0f);

    private Neutral() {}

    private static MemorySegment filled(float value) {
        MemorySegment segment = Arena.global().allocate(VectorRows.NARROW * (long) Float.BYTES, 64);
        for (long i = 0; i < VectorRows.NARROW; i++) {
            segment.set(ScalarFloat.F32, i * Float.BYTES, value);
        }
        return segment;
    }

    /// The operand, or what may be subtracted instead.
    static MemorySegment zeros(MemorySegment operand) {
        return Element.absent(operand) ? ZEROS : operand;
    }

    /// The operand, or what may be multiplied instead.
    static MemorySegment ones(MemorySegment operand) {
        return Element.absent(operand) ? ONES : operand;
    }

    /// The operand, or what may be added instead.
    static MemorySegment negativeZeros(MemorySegment operand) {
        return Element.absent(operand) ? NEGATIVE_ZEROS : operand;
    }

    /// Where the operand, or what stands for it, starts.
    static long at(MemorySegment operand, long at) {
        return Element.absent(operand) ? 0 : at;
    }
}
