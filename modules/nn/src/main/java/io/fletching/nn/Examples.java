package io.fletching.nn;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// Rows in memory: inputs and, row by row, what they should give. The memory stays the owner's.
///
/// @param inputs F32 `[rows, …]`
/// @param targets class numbers, I32 `[rows]` or `[rows, time]`, or numbers, F32 `[rows, outputs]`
public record Examples(Tensor inputs, Tensor targets) implements RowSource {

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

    @Override
    public long rows() {
        return rows(inputs);
    }

    @Override
    public DType inputType() {
        return inputs.dtype();
    }

    @Override
    public Shape inputShape() {
        return row(inputs);
    }

    @Override
    public DType targetType() {
        return targets.dtype();
    }

    @Override
    public Shape targetShape() {
        return row(targets);
    }

    @Override
    public void read(long first, long count, Tensor inputs, Tensor targets, long at) {
        RowCopy.copy(this.inputs, first, inputs, at, count);
        RowCopy.copy(this.targets, first, targets, at, count);
    }

    private static long rows(Tensor tensor) {
        return tensor.shape().rank() == 0 ? 0 : tensor.shape().dim(0);
    }

    private static Shape row(Tensor tensor) {
        var dims = new long[tensor.shape().rank() - 1];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = tensor.shape().dim(axis + 1);
        }
        return Shape.of(dims);
    }
}
