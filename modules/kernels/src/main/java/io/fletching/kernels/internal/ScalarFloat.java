package io.fletching.kernels.internal;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import io.fletching.kernels.Activation;
import io.fletching.kernels.Function;
import io.fletching.kernels.Kernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Float32, an element at a time: the oracle of the vector twin, which extends it and leaves it the last elements.
public sealed class ScalarFloat implements Kernels, ScalarElementwise, ScalarRows, ScalarColumns, ScalarRandom
        permits VectorFloat {

    static final ValueLayout.OfFloat F32 = JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public final int bytes() {
        return Float.BYTES;
    }

    @Override
    public final double get(MemorySegment segment, long index) {
        return segment.get(F32, index * Float.BYTES);
    }

    @Override
    public final void set(MemorySegment segment, long index, double value) {
        segment.set(F32, index * Float.BYTES, (float) value);
    }

    @Override
    public final double round(double value) {
        return (float) value;
    }

    @Override
    public final double fma(double a, double b, double c) {
        return Math.fma((float) a, (float) b, (float) c);
    }

    @Override
    public final double map(Function f, double x) {
        return FloatMath.map(f, (float) x);
    }

    @Override
    public final double activate(Activation f, double x) {
        return FloatActivations.forward(f, (float) x);
    }

    @Override
    public final double activateBackward(Activation f, double x, double dy) {
        return FloatActivations.backward(f, (float) x, (float) dy);
    }

    @Override
    public final double below(double value) {
        return Math.nextDown((float) value);
    }
}
