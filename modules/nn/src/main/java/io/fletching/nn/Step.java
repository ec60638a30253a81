package io.fletching.nn;

import io.fletching.spi.Tensor;

/// One step of the way of a row through a network, forward or backward.
sealed interface Step {

    /// A layer.
    record Layered(Place place) implements Step {}

    /// `y = a + b`: a residual connection, or the two gradients that meet at its input.
    record Added(Tensor a, Tensor b, Tensor y) implements Step {}
}
