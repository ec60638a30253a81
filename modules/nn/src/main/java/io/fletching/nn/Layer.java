package io.fletching.nn;

import io.fletching.spi.Shape;
import java.util.List;

/// One layer, `y = f(x; weights)`, with its exact backward pass. The layers of this module are written against this
/// interface alone, and so is one of yours.
///
/// A layer is immutable and holds no memory: [#weights] declares what the model owns, and [#plan] is called once for
/// each
/// workspace, where the memory is laid out and an [Operation] that allocates nothing is made of it.
public non-sealed interface Layer extends Network {

    @Override
    Shape output(Shape input);

    /// The weights for input rows of this shape, which the model allocates, initializes and saves.
    default List<Weight> weights(Shape input) {
        return List.of();
    }

    /// Binds the layer to the memory of one workspace.
    Operation plan(Site site);
}
