package io.fletching.nn;

import io.fletching.runtime.Role;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import java.util.List;

/// One layer, `y = f(x; weights)`, with its exact backward pass. The layers of this module are written against this
/// interface alone, and so is one of yours.
///
/// A layer is immutable and holds no memory: [#weights] declares what the model owns, and [#plan] is called once
/// for each workspace, where the memory is laid out and an [Operation] that allocates nothing is made of it.
public non-sealed interface Layer extends Network {

    @Override
    Shape output(Shape input);

    /// The weights for input rows of this shape, which the model allocates, initializes and saves.
    default List<Weight> weights(Shape input) {
        return List.of();
    }

    /// What a weight of this layer is for, by which groups of parameters go: `bias` is a bias, any other a weight.
    default Role role(Weight weight) {
        return weight.name().equals("bias") ? Role.BIAS : Role.WEIGHT;
    }

    /// Refuses a type that a technique of this layer does not compute in, before anything is allocated; by default it
    /// computes in any.
    ///
    /// @param type that the model computes in
    /// @param name of the layer in the model
    default void requireType(DType type, String name) {}

    /// Binds the layer to the memory of one workspace.
    Operation plan(Site site);
}
