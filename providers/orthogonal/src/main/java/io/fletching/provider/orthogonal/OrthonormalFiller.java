package io.fletching.provider.orthogonal;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Fill;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import io.fletching.spi.WeightLayout;

/// Draws the matrix and makes its rows orthonormal; those of its transpose where the matrix is taller than wide.
record OrthonormalFiller(double gain) implements Initializer.Filler {
    private static final StateSlot TRANSPOSE = StateSlot.like("transpose").life(StateSlot.Life.SCRATCH);

    @Override
    public StateLayout layout(Parameter parameter) {
        if (parameter.shape().rank() < 2) {
            throw FletchingException.unsupported(
                    parameter, "'orthogonal' needs a matrix; take 'zeros', 'uniform' or 'normal' for a vector.");
        }
        return isTall(parameter) ? StateLayout.whole(TRANSPOSE) : StateLayout.whole();
    }

    private static boolean isTall(Parameter parameter) {
        return parameter.shape().size() > columns(parameter) * columns(parameter);
    }

    private static long columns(Parameter parameter) {
        Shape shape = parameter.shape();
        return parameter.layout() == WeightLayout.OUT_IN ? shape.rowLength() : shape.dim(shape.rank() - 1);
    }

    @Override
    public void fill(Tensor values, State state, Fill fill) {
        long size = values.size();
        if (size == 0) {
            return;
        }
        Kernels kernels = Kernels.ofBytes(values.dtype().bytes());
        long columns = columns(fill.parameter());
        long rows = size / columns;
        fill.random().normal(values, 0, 0, 1);
        if (isTall(fill.parameter())) {
            Tensor transpose = state.get(TRANSPOSE);
            kernels.transpose(values.data(), 0, rows, columns, transpose.data(), 0);
            GramSchmidt.run(kernels, transpose, rows, 1, columns, fill.random());
            kernels.transpose(transpose.data(), 0, columns, rows, values.data(), 0);
        } else {
            GramSchmidt.run(kernels, values, columns, columns, 1, fill.random());
        }
        kernels.scale(values.data(), 0, values.data(), 0, size, gain);
    }
}
