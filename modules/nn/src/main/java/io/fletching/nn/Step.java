package io.fletching.nn;

/// One step of the way of a row through a network, forward or backward.
sealed interface Step {

    /// A layer.
    record Layered(Place place) implements Step {}

    /// `y = a + b`: a residual connection, or the two gradients that meet at its input.
    record Added(Signal a, Signal b, Signal y) implements Step {}

    /// A signal has been written, and is kept.
    record Kept(Signal signal) implements Step {}

    /// A signal is going to be read, from where it was kept.
    record Fetched(Signal signal) implements Step {}
}
