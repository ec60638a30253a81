package io.fletching.cli;

import io.fletching.spi.DType;

/// What weights, and activations between layers, are stored in.
enum Precision {
    F32(DType.F32),
    BF16(DType.BF16),
    /// Gradients need a scaled loss, which a training of such a model has by itself.
    F16(DType.F16);

    private final DType type;

    Precision(DType type) {
        this.type = type;
    }

    DType type() {
        return type;
    }
}
