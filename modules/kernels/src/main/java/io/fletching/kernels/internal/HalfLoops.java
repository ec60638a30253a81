package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.INTS;
import static io.fletching.kernels.internal.Lanes.ORDER;
import static io.fletching.kernels.internal.Lanes.SHORTS;
import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.ScalarHalf.INFINITE;
import static io.fletching.kernels.internal.ScalarHalf.MAGNITUDE;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Conversions of whole vectors: the formulas of the scalar twins, with both sides of a choice computed.
final class HalfLoops {

    private HalfLoops() {}

    static void widenBf16(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            ((IntVector) ShortVector.fromMemorySegment(SHORTS, x, (xAt + i) << 1, ORDER)
                            .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, 16)
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void narrowBf16(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            IntVector bits = IntVector.fromMemorySegment(INTS, x, (xAt + i) << 2, ORDER);
            IntVector upper = bits.lanewise(VectorOperators.LSHR, 16);
            IntVector rounded = bits.add(upper.and(1).add(0x7fff)).lanewise(VectorOperators.LSHR, 16);
            VectorMask<Integer> nan = bits.and(MAGNITUDE).compare(VectorOperators.GT, INFINITE);
            ((ShortVector) rounded.blend(upper.or(ScalarBf16.QUIET), nan).convertShape(VectorOperators.I2S, SHORTS, 0))
                    .intoMemorySegment(y, (yAt + i) << 1, ORDER);
        }
    }

    /// @param words a random one for each element
    static void narrowAtRandom(MemorySegment words, MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            IntVector bits = IntVector.fromMemorySegment(INTS, x, (xAt + i) << 2, ORDER);
            IntVector random =
                    IntVector.fromMemorySegment(INTS, words, i << 2, ORDER).lanewise(VectorOperators.LSHR, 16);
            IntVector rounded = bits.add(random).lanewise(VectorOperators.LSHR, 16);
            IntVector magnitude = bits.and(MAGNITUDE);
            IntVector upper = bits.lanewise(VectorOperators.LSHR, 16);
            VectorMask<Integer> nan = magnitude.compare(VectorOperators.GT, INFINITE);
            IntVector kept = upper.blend(upper.or(ScalarBf16.QUIET), nan);
            ((ShortVector) rounded.blend(kept, magnitude.compare(VectorOperators.GE, ScalarBf16.LARGEST))
                            .convertShape(VectorOperators.I2S, SHORTS, 0))
                    .intoMemorySegment(y, (yAt + i) << 1, ORDER);
        }
    }

    static void widenF16(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            IntVector half = (IntVector) ShortVector.fromMemorySegment(SHORTS, x, (xAt + i) << 1, ORDER)
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
            IntVector magnitude = half.and(0x7fff).lanewise(VectorOperators.LSHL, 13);
            IntVector finite =
                    magnitude.reinterpretAsFloats().mul(ScalarF16.REBIASED).reinterpretAsInts();
            finite.blend(magnitude.or(INFINITE), magnitude.compare(VectorOperators.GE, ScalarF16.TOP))
                    .or(half.and(0x8000).lanewise(VectorOperators.LSHL, 16))
                    .intoMemorySegment(y, (yAt + i) << 2, ORDER);
        }
    }

    static void narrowF16(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i += STEP) {
            IntVector bits = IntVector.fromMemorySegment(INTS, x, (xAt + i) << 2, ORDER);
            IntVector magnitude = bits.and(MAGNITUDE);
            IntVector upper = magnitude.lanewise(VectorOperators.LSHR, 13);
            IntVector rounded =
                    magnitude.add(upper.and(1)).add(0xfff - ScalarF16.REBIAS).lanewise(VectorOperators.LSHR, 13);
            IntVector steps = magnitude
                    .reinterpretAsFloats()
                    .add(ScalarF16.STEPS)
                    .reinterpretAsInts()
                    .sub(ScalarF16.STEPS_BITS);
            IntVector half = rounded.blend(steps, magnitude.compare(VectorOperators.LT, ScalarF16.NORMAL))
                    .blend(0x7c00, magnitude.compare(VectorOperators.GE, ScalarF16.BEYOND))
                    .blend(upper.and(0x1ff).or(0x7e00), magnitude.compare(VectorOperators.GT, INFINITE));
            IntVector sign = bits.lanewise(VectorOperators.LSHR, 16).and(0x8000);
            ((ShortVector) half.or(sign).convertShape(VectorOperators.I2S, SHORTS, 0))
                    .intoMemorySegment(y, (yAt + i) << 1, ORDER);
        }
    }
}
