package io.fletching.kernels.internal;

/// Float32 with the Vector API.
public final class VectorFloat extends ScalarFloat
        implements VectorReductions, VectorElementwise, VectorRows, VectorColumns, VectorRandom {

    @Override
    public String name() {
        return "vector-" + Lanes.FLOATS.vectorBitSize();
    }
}
