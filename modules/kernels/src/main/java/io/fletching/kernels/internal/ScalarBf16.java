package io.fletching.kernels.internal;

import io.fletching.kernels.Bf16Kernels;
import java.lang.foreign.MemorySegment;

/// BF16, an element at a time.
sealed class ScalarBf16 extends ScalarHalf implements Bf16Kernels permits VectorBf16 {
    /// The largest finite number.
    static final int LARGEST = 0x7f7f0000;

    /// What makes a NaN quiet, and one that stays a NaN without its lower half.
    static final int QUIET = 0x40;

    @Override
    final int wide(int half) {
        return half << 16;
    }

    @Override
    final int nearest(int bits) {
        int upper = bits >>> 16;
        return (bits & MAGNITUDE) > INFINITE ? upper | QUIET : (bits + 0x7fff + (upper & 1)) >>> 16;
    }

    @Override
    public void narrowAtRandom(
            long key, long number, long first, MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        int draw = (int) number;
        int kind = PhiloxWords.rounding(number);
        for (long i = 0; i < n; i++) {
            long element = first + i;
            int word = PhiloxWords.word(key, PhiloxWords.counter(element), draw, kind, PhiloxWords.lane(element));
            set(y, yAt + i, neighbour(bits(x, xAt + i), word >>> 16));
        }
    }

    /// @param random of 16 bits: the chance to carry is what the lower half has of a whole
    private static int neighbour(int bits, int random) {
        int magnitude = bits & MAGNITUDE;
        if (magnitude >= LARGEST) {
            return (bits >>> 16) | (magnitude > INFINITE ? QUIET : 0);
        }
        return (bits + random) >>> 16;
    }
}
