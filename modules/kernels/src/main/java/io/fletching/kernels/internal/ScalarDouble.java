package io.fletching.kernels.internal;

import io.fletching.kernels.Activation;
import io.fletching.kernels.Function;
import io.fletching.kernels.Kernels;
import java.lang.foreign.MemorySegment;

/// Float64, an element at a time.
public final class ScalarDouble implements Kernels, ScalarElementwise, ScalarRows, ScalarColumns, ScalarRandom {

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int bytes() {
        return Double.BYTES;
    }

    @Override
    public double get(MemorySegment segment, long index) {
        return Sums.get(segment, index);
    }

    @Override
    public void set(MemorySegment segment, long index, double value) {
        Sums.set(segment, index, value);
    }

    @Override
    public double round(double value) {
        return value;
    }

    @Override
    public double fma(double a, double b, double c) {
        return Math.fma(a, b, c);
    }

    @Override
    public double map(Function f, double x) {
        return DoubleMath.map(f, x);
    }

    @Override
    public double activate(Activation f, double x) {
        return DoubleActivations.forward(f, x);
    }

    @Override
    public double activateBackward(Activation f, double x, double dy) {
        return DoubleActivations.backward(f, x, dy);
    }

    @Override
    public double below(double value) {
        return Math.nextDown(value);
    }
}
