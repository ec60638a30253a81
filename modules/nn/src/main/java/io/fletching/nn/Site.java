package io.fletching.nn;

import io.fletching.arrow.Memory;
import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Variables;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// Where a layer stands in one workspace: its memory, told once at plan time. Implemented by this module alone.
public interface Site {

    /// The path of the layer in its model, such as `blocks.3.norm`.
    String name();

    /// The shape of an input row, without the batch axis.
    Shape sample();

    /// Rows in a batch.
    long batch();

    /// Ranges of rows start at multiples of this; a function of the model's shape and the batch alone.
    long rowBlock();

    /// Whether this workspace trains: then there are gradients, and statistics move.
    boolean training();

    /// The type of everything here: F32, also in a model of BF16 or F16, whose numbers are widened before a layer sees
    /// them; or F64 for gradient checks.
    DType dtype();

    /// The input, `[batch, …]`; to be read.
    Tensor x();

    /// The output, `[batch, …]`. Backward finds input and output as forward left them; between other calls
    /// their memory may serve other layers.
    Tensor y();

    /// The gradient of the input, to be overwritten; training alone.
    Tensor dx();

    /// The gradient of the output, to be read; training alone.
    Tensor dy();

    /// A weight that the layer declared.
    Variable weight(String name);

    /// All weights and buffers of the model; those of this layer are named `name.weight`.
    Variables variables();

    /// Memory of this workspace, zero at first, that lives as long as the workspace.
    Tensor allocate(DType type, Shape shape);

    /// The memory of this workspace.
    Memory memory();

    /// The product that this model multiplies matrices with.
    MatrixProduct product();

    /// The model's seed, for layers that draw random numbers.
    long seed();
}
