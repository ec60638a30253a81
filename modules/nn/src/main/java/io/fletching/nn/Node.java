package io.fletching.nn;

import java.util.List;

/// A network laid out in one workspace: the same three forms, each with the memory of its output.
sealed interface Node {

    /// The output, `[batch, …]`.
    Signal y();

    /// A layer at its place.
    record Leaf(Place place) implements Node {
        @Override
        public Signal y() {
            return place.output();
        }
    }

    /// Nodes one after another.
    record Chain(List<Node> nodes, Signal y) implements Node {}

    /// A residual connection: `y = x + body.y`.
    record Skip(Signal x, Node body, Signal y) implements Node {}
}
