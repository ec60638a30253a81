package io.fletching.nn;

import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// Rows to learn from or to judge by, wherever they are: [Examples] in memory, or a file that is larger than it.
///
/// A training holds a window of them in memory at a time, see [Training#window(int)].
public interface RowSource {

    /// The number of rows. It does not change during a training.
    long rows();

    /// The type of the inputs, the model's.
    default DType inputType() {
        return DType.F32;
    }

    /// The shape of a row's input, without the row axis.
    Shape inputShape();

    /// The type of the targets: I32 for class numbers, else the model's.
    DType targetType();

    /// The shape of a row's target, without the row axis: `[]` for a class number, `[outputs]` for numbers.
    Shape targetShape();

    /// Copies rows `[first, first + count)` to rows `[at, at + count)` of both tensors. Called by one thread at a time,
    /// that which called [Training#run(RowSource)], between steps; whatever it throws ends the training.
    ///
    /// @param inputs of the type and shape named above, `[rows, …]`
    /// @param targets likewise
    void read(long first, long count, Tensor inputs, Tensor targets, long at);
}
