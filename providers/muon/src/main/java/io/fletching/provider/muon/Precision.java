package io.fletching.provider.muon;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// What Newton–Schulz rounds its matrices to; sums are float32 either way.
enum Precision {
    FLOAT32,

    /// Upper halves of float32, to the nearest and of two as near to the even one, as PyTorch has it.
    BFLOAT16;

    private static final ValueLayout.OfInt BITS = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int INFINITY = 0x7f80_0000;

    /// Rounds n elements of x in place.
    void round(MemorySegment x, long xAt, long n) {
        if (this == FLOAT32) {
            return;
        }
        for (long at = xAt * Float.BYTES; at < (xAt + n) * Float.BYTES; at += Float.BYTES) {
            x.set(BITS, at, rounded(x.get(BITS, at)));
        }
    }

    double round(double x) {
        return this == FLOAT32 ? x : Float.intBitsToFloat(rounded(Float.floatToRawIntBits((float) x)));
    }

    /// A carry out of the fraction is the next exponent. A NaN is left alone.
    private static int rounded(int bits) {
        boolean isNumber = (bits & Integer.MAX_VALUE) <= INFINITY;
        return isNumber ? bits + 0x7fff + (bits >>> 16 & 1) & 0xffff_0000 : bits;
    }
}
