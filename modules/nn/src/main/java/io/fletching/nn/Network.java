package io.fletching.nn;

import io.fletching.spi.Shape;

/// What a model computes for each row of a batch: a [Layer], a [Sequence] of networks, or a [Residual] connection
/// around one. A network is a plan without memory or values; [Model] gives it both.
public sealed interface Network permits Layer, Sequence, Residual {

    /// The shape of one output row for input rows of this shape, without the batch axis.
    ///
    /// @throws io.fletching.spi.FletchingException of kind `USER` where such rows cannot be taken
    Shape output(Shape input);
}
