package io.fletching.kernels.internal;

/// Float32 with the Vector API.
public final class VectorFloat extends ScalarFloat {}
