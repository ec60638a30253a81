package io.fletching.nn;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Tensor;

/// Rows to learn from or to judge by: inputs and, row by row, what they should give. The memory stays the owner's.
///
/// @param inputs F32 `[rows, …]`
/// @param targets class numbers, I32 `[rows]`, or numbers, F32 `[rows, outputs]`
public record Examples(Tensor inputs, Tensor targets) {

    public Examples {
        if (rows(inputs) != rows(targets)) {
            throw new FletchingException(
                    FletchingException.Kind.DATA,
                    "examples-rows",
                    "There are " + rows(inputs) + " rows of inputs and " + rows(targets)
                            + " of targets; expected as many.");
        }
        if (inputs.shape().rank() < 2) {
            throw new FletchingException(
                    FletchingException.Kind.DATA,
                    "examples-shape",
                    "The inputs have shape " + inputs.shape() + "; expected [rows, …].");
        }
    }

    /// The number of rows.
    public long rows() {
        return rows(inputs);
    }

    private static long rows(Tensor tensor) {
        return tensor.shape().rank() == 0 ? 0 : tensor.shape().dim(0);
    }
}
