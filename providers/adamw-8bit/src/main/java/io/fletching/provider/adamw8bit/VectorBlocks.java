package io.fletching.provider.adamw8bit;

import static io.fletching.provider.adamw8bit.AdamW8Bit.FIRST_CODES;
import static io.fletching.provider.adamw8bit.AdamW8Bit.FIRST_SCALES;
import static io.fletching.provider.adamw8bit.AdamW8Bit.M;
import static io.fletching.provider.adamw8bit.AdamW8Bit.SECOND_CODES;
import static io.fletching.provider.adamw8bit.AdamW8Bit.SECOND_SCALES;
import static io.fletching.provider.adamw8bit.AdamW8Bit.V;
import static io.fletching.provider.adamw8bit.DynamicMap.CLASSES;
import static io.fletching.provider.adamw8bit.DynamicMap.ROUND;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;

import io.fletching.spi.State;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Codes by the lines of [DynamicMap], and whole blocks in three loops: decode and AdamW, and an encoding of each
/// moment. The same bits as [ScalarBlocks].
///
/// A line is found by its class, in a vector that holds all classes; where vectors are shorter the scalar twin runs.
final class VectorBlocks implements Blocks {
    private static final int BITS = Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, BITS / 4)));
    private static final int LANES = FLOATS.length();

    static final boolean AVAILABLE = LANES >= CLASSES;

    /// The class of native memory, which each loop makes sure of, so that the compiler knows it: as long as it is
    /// interpreted, the Vector API stores what it reinterprets to an array, and a loop that has seen nothing but native
    /// memory would all the same be compiled for arrays too, and be twice as slow.
    private static final Class<?> NATIVE = MemorySegment.NULL.getClass();

    private static final int MAGNITUDE = Integer.MAX_VALUE;
    private static final int MINUS = Integer.MIN_VALUE;
    private static final int ONE = Float.floatToIntBits(1);

    /// `LOGARITHM · bits + LOGARITHM_AT` is the class of a magnitude or the one below it, as a sum with
    /// [DynamicMap#ROUND]: bits are nearly linear in the logarithm. What is smaller than `SMALLEST` is in the lowest
    /// class.
    private static final float LOGARITHM = 0.3009f * 0x1p-23f;

    private static final float LOGARITHM_AT = ROUND - 32;
    private static final int SMALLEST = Float.floatToIntBits(4e-7f);

    static final Lines FIRST = new Lines(DynamicMap.SIGNED);
    static final Lines SECOND = new Lines(DynamicMap.UNSIGNED);

    private final ScalarBlocks scalar;
    private final float beta1;
    private final float beta2;
    private final float rest1;
    private final float rest2;
    private final float eps;

    private VectorBlocks(ScalarBlocks scalar, double beta1, double beta2, double eps) {
        this.scalar = scalar;
        this.beta1 = (float) beta1;
        this.beta2 = (float) beta2;
        this.rest1 = (float) (1 - beta1);
        this.rest2 = (float) (1 - beta2);
        this.eps = (float) eps;
    }

    static Blocks of(ScalarBlocks scalar, double beta1, double beta2, double eps) {
        return AVAILABLE ? new VectorBlocks(scalar, beta1, beta2, eps) : scalar;
    }

    @Override
    public void step(Tensor parameter, Tensor gradient, State state, Step step) {
        var p = parameter.data();
        var g = gradient.data();
        var m = state.get(M).data();
        var v = state.get(V).data();
        var firstCodes = state.get(FIRST_CODES).data();
        var firstScales = state.get(FIRST_SCALES);
        var secondCodes = state.get(SECOND_CODES).data();
        var secondScales = state.get(SECOND_SCALES);
        float gradientScale = (float) step.gradientScale();
        float kept = (float) step.scalar(AdamWLoop.KEPT);
        float rate = (float) step.scalar(AdamWLoop.RATE);
        float correction = (float) step.scalar(AdamWLoop.CORRECTION);
        long whole = parameter.size() / SIZE;
        for (long block = 0, at = 0; block < whole; block++, at += SIZE) {
            move(
                    p,
                    g,
                    at,
                    firstCodes,
                    (float) firstScales.get(block),
                    secondCodes,
                    (float) secondScales.get(block),
                    m,
                    v,
                    gradientScale,
                    kept,
                    -rate,
                    correction);
            firstScales.set(block, encode(FIRST, m, firstCodes, at));
            secondScales.set(block, encode(SECOND, v, secondCodes, at));
        }
        scalar.stepFrom(whole, parameter, gradient, state, step);
    }

    /// Decodes both moments of a block, moves the parameter, and writes the new moments to m and v.
    private void move(
            MemorySegment p,
            MemorySegment g,
            long at,
            MemorySegment firstCodes,
            float firstScale,
            MemorySegment secondCodes,
            float secondScale,
            MemorySegment m,
            MemorySegment v,
            float gradientScale,
            float kept,
            float minusRate,
            float correction) {
        if (p.getClass() != NATIVE
                || g.getClass() != NATIVE
                || firstCodes.getClass() != NATIVE
                || secondCodes.getClass() != NATIVE
                || m.getClass() != NATIVE
                || v.getClass() != NATIVE) {
            throw notNative();
        }
        var firstSlope = IntVector.fromArray(INTS, FIRST.numberSlope, 0);
        var firstAt = IntVector.fromArray(INTS, FIRST.numberAt, 0);
        var secondSlope = IntVector.fromArray(INTS, SECOND.numberSlope, 0);
        var secondAt = IntVector.fromArray(INTS, SECOND.numberAt, 0);
        for (int i = 0; i < SIZE; i += LANES) {
            var code = (IntVector) ByteVector.fromMemorySegment(BYTES, firstCodes, at + i, LITTLE_ENDIAN)
                    .convertShape(B2I, INTS, 0);
            var place = (FloatVector) code.abs().convertShape(I2F, FLOATS, 0);
            var of = place.reinterpretAsInts().lanewise(LSHR, 23);
            var number = place.fma(
                            of.selectFrom(firstSlope).reinterpretAsFloats(),
                            of.selectFrom(firstAt).reinterpretAsFloats())
                    .reinterpretAsInts()
                    .lanewise(XOR, code.and(MINUS));
            var first = IntVector.zero(INTS)
                    .blend(number, code.compare(NE, 0))
                    .reinterpretAsFloats()
                    .mul(firstScale);

            code = (IntVector) ByteVector.fromMemorySegment(BYTES, secondCodes, at + i, LITTLE_ENDIAN)
                    .convertShape(ZERO_EXTEND_B2I, INTS, 0);
            place = (FloatVector) code.add(1).convertShape(I2F, FLOATS, 0);
            of = place.reinterpretAsInts().lanewise(LSHR, 23);
            number = place.fma(
                            of.selectFrom(secondSlope).reinterpretAsFloats(),
                            of.selectFrom(secondAt).reinterpretAsFloats())
                    .reinterpretAsInts();
            var second = IntVector.zero(INTS)
                    .blend(number, code.compare(NE, 0))
                    .reinterpretAsFloats()
                    .mul(secondScale);

            var gradient = FloatVector.fromMemorySegment(FLOATS, g, 4 * (at + i), LITTLE_ENDIAN)
                    .mul(gradientScale);
            first = first.fma(FloatVector.broadcast(FLOATS, beta1), gradient.mul(rest1));
            second = second.fma(
                    FloatVector.broadcast(FLOATS, beta2), gradient.mul(rest2).mul(gradient));
            var root = second.sqrt().fma(FloatVector.broadcast(FLOATS, correction), FloatVector.broadcast(FLOATS, eps));
            first.div(root)
                    .fma(
                            FloatVector.broadcast(FLOATS, minusRate),
                            FloatVector.fromMemorySegment(FLOATS, p, 4 * (at + i), LITTLE_ENDIAN)
                                    .mul(kept))
                    .intoMemorySegment(p, 4 * (at + i), LITTLE_ENDIAN);
            first.intoMemorySegment(m, 4L * i, LITTLE_ENDIAN);
            second.intoMemorySegment(v, 4L * i, LITTLE_ENDIAN);
        }
    }

    /// Writes the codes of a block.
    ///
    /// @return its scale
    private static double encode(Lines lines, MemorySegment x, MemorySegment codes, long at) {
        double scale = maximum(x);
        encode(lines, x, (float) DynamicMap.inverse(scale), codes, at);
        return scale;
    }

    /// The largest magnitude of a block, or a NaN if there is one: as bits, that is the order of magnitudes.
    private static float maximum(MemorySegment x) {
        if (x.getClass() != NATIVE) {
            throw notNative();
        }
        var maximum = IntVector.zero(INTS);
        for (int i = 0; i < SIZE; i += LANES) {
            maximum = maximum.max(
                    IntVector.fromMemorySegment(INTS, x, 4L * i, LITTLE_ENDIAN).and(MAGNITUDE));
        }
        return Float.intBitsToFloat(maximum.reduceLanes(MAX));
    }

    static void encode(Lines lines, MemorySegment x, float inverse, MemorySegment codes, long at) {
        if (x.getClass() != NATIVE || codes.getClass() != NATIVE) {
            throw notNative();
        }
        var next = IntVector.fromArray(INTS, lines.next, 0);
        var slope = IntVector.fromArray(INTS, lines.rankSlope, 0);
        var rankAt = IntVector.fromArray(INTS, lines.rankAt, 0);
        var last = IntVector.fromArray(INTS, lines.lastRank, 0);
        int sign = lines.sign;
        int leastOfAny = lines.leastOfAny;
        int leastOfAll = lines.leastOfAll;
        for (int i = 0; i < SIZE; i += LANES) {
            var number = FloatVector.fromMemorySegment(FLOATS, x, 4L * i, LITTLE_ENDIAN)
                    .mul(inverse)
                    .reinterpretAsInts();
            var magnitude = number.and(MAGNITUDE).min(ONE);
            var of = ((FloatVector) magnitude.max(SMALLEST).convertShape(I2F, FLOATS, 0))
                    .fma(LOGARITHM, LOGARITHM_AT)
                    .reinterpretAsInts();
            of = of.lanewise(ADD, 1, magnitude.compare(GE, of.selectFrom(next)));
            var rank = magnitude
                    .reinterpretAsFloats()
                    .fma(
                            of.selectFrom(slope).reinterpretAsFloats(),
                            of.selectFrom(rankAt).reinterpretAsFloats())
                    .reinterpretAsInts()
                    .min(of.selectFrom(last))
                    .or(number.and(sign))
                    .reinterpretAsFloats()
                    .add(ROUND)
                    .reinterpretAsInts()
                    .max(magnitude.min(leastOfAny).add(leastOfAll));
            ((ByteVector) rank.convertShape(I2B, BYTES, 0)).intoMemorySegment(codes, at + i, LITTLE_ENDIAN);
        }
    }

    private static IllegalStateException notNative() {
        return new IllegalStateException("A tensor's memory is a " + NATIVE + " always.");
    }

    /// The lines of a map in vectors, as bits.
    static final class Lines {
        /// By the exponent of `rank + lowest − 1`, as it stands in a float.
        final int[] numberSlope;

        final int[] numberAt;

        /// By class.
        final int[] next;

        final int[] rankSlope;
        final int[] rankAt;
        final int[] lastRank;

        /// The sign bit where there are signs.
        final int sign;

        /// What a sum with [DynamicMap#ROUND] is at least, and how much more if a magnitude is not 0.
        final int leastOfAll;

        final int leastOfAny;

        Lines(DynamicMap map) {
            boolean signed = map == DynamicMap.SIGNED;
            int exponent = 126 + map.lowest;
            numberSlope = lanes(map.numberSlope, exponent);
            numberAt = lanes(map.numberAt, exponent);
            if (signed) {
                // The code of 1 is a negative byte, and the sign of what its line gives will be inverted.
                numberAt[(exponent + CLASSES - 1) & (LANES - 1)] |= MINUS;
            }
            next = lanes(map.least, -1);
            next[CLASSES - 1] = Integer.MAX_VALUE;
            rankSlope = lanes(map.rankSlope, 0);
            rankAt = lanes(map.rankAt, 0);
            lastRank = lanes(map.lastRank, 0);
            sign = signed ? MINUS : 0;
            leastOfAll = Float.floatToIntBits(ROUND) - (signed ? 127 : 0);
            leastOfAny = signed ? 0 : 1;
        }

        /// Where [IntVector#selectFrom] finds them, which takes an index modulo the lanes.
        private static int[] lanes(float[] byClass, int first) {
            var lanes = new int[LANES];
            for (int of = 0; of < CLASSES; of++) {
                lanes[(first + of) & (LANES - 1)] = Float.floatToRawIntBits(byClass[of]);
            }
            return lanes;
        }
    }
}
