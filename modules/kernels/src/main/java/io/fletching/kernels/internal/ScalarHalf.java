package io.fletching.kernels.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.fletching.kernels.HalfKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Conversions, an element at a time, as bits: the oracle of the vector twins, which leave the last elements to it.
abstract class ScalarHalf implements HalfKernels {
    /// The bits of infinity, and above them those of a NaN.
    static final int INFINITE = 0x7f800000;

    /// All bits of a float32 but its sign.
    static final int MAGNITUDE = 0x7fffffff;

    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// The bits of the float32 of the same value.
    abstract int wide(int half);

    /// The bits, in the lower half, of what is nearest to a float32.
    abstract int nearest(int bits);

    static int bits(MemorySegment x, long index) {
        return x.get(INT, index * Integer.BYTES);
    }

    static void set(MemorySegment y, long index, int half) {
        y.set(SHORT, index * Short.BYTES, (short) half);
    }

    @Override
    public void widen(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i++) {
            int half = Short.toUnsignedInt(x.get(SHORT, (xAt + i) * Short.BYTES));
            y.set(INT, (yAt + i) * Integer.BYTES, wide(half));
        }
    }

    @Override
    public void narrow(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, nearest(bits(x, xAt + i)));
        }
    }
}
