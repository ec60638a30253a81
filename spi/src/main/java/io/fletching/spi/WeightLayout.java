package io.fletching.spi;

/// Which axes of a weight are its outputs' and its inputs'. A mix-up swaps fan in and fan out without any error,
/// so it is said where a parameter is declared, and everything else (fan, output axis, what an initializer takes
/// for a row) is derived from it.
public enum WeightLayout {
    /// `[out, in, …]`, the receptive field of a convolution last: PyTorch's, and that of the layers here.
    OUT_IN,
    /// `[…, in, out]`, the receptive field first: that of Keras and JAX.
    IN_OUT;

    Fan fan(Shape shape) {
        int rank = shape.rank();
        if (rank < 2) {
            return Fan.of(Math.max(1, shape.size()), Math.max(1, shape.size()));
        }
        int inputAxis = this == OUT_IN ? 1 : rank - 2;
        long field = 1;
        for (int axis = 0; axis < rank; axis++) {
            field *= axis == inputAxis || axis == outputAxis(shape) ? 1 : Math.max(1, shape.dim(axis));
        }
        return Fan.of(Math.max(1, shape.dim(inputAxis)) * field, Math.max(1, shape.dim(outputAxis(shape))) * field);
    }

    int outputAxis(Shape shape) {
        return this == OUT_IN ? 0 : Math.max(0, shape.rank() - 1);
    }
}
