package io.fletching.provider.muon;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.fletching.kernels.Kernels;
import io.fletching.spi.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// What Newton–Schulz rounds its matrices to.
enum Precision {
    FLOAT64,
    FLOAT32,

    /// Upper halves of float32, to the nearest and of two as near to the even one, as PyTorch has it; sums are float32.
    BFLOAT16;

    static final ValueLayout.OfFloat FLOAT = JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE = JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt BITS = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int INFINITY = 0x7f80_0000;

    /// What a matrix is stored as.
    DType dtype() {
        return this == FLOAT64 ? DType.F64 : DType.F32;
    }

    Kernels kernels() {
        return Kernels.ofBytes(dtype().bytes());
    }

    /// Element `index` of a matrix.
    double get(MemorySegment x, long index) {
        return this == FLOAT64 ? x.getAtIndex(DOUBLE, index) : x.getAtIndex(FLOAT, index);
    }

    void set(MemorySegment x, long index, double value) {
        if (this == FLOAT64) {
            x.setAtIndex(DOUBLE, index, value);
        } else {
            x.setAtIndex(FLOAT, index, (float) round(value));
        }
    }

    /// Rounds n elements of a matrix in place.
    void round(MemorySegment x, long xAt, long n) {
        if (this != BFLOAT16) {
            return;
        }
        for (long at = xAt * Float.BYTES; at < (xAt + n) * Float.BYTES; at += Float.BYTES) {
            x.set(BITS, at, rounded(x.get(BITS, at)));
        }
    }

    double round(double x) {
        return this == BFLOAT16 ? Float.intBitsToFloat(rounded(Float.floatToRawIntBits((float) x))) : x;
    }

    /// A carry out of the fraction is the next exponent. A NaN is left alone.
    private static int rounded(int bits) {
        boolean isNumber = (bits & Integer.MAX_VALUE) <= INFINITY;
        return isNumber ? bits + 0x7fff + (bits >>> 16 & 1) & 0xffff_0000 : bits;
    }
}
