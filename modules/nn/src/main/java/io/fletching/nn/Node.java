package io.fletching.nn;

import io.fletching.spi.Tensor;
import java.util.List;

/// A network laid out in one workspace: the same three forms, each with the memory of its output.
sealed interface Node {

    /// The output, `[batch, …]`.
    Tensor y();

    /// A layer at its place.
    record Leaf(Place place) implements Node {
        @Override
        public Tensor y() {
            return place.y();
        }
    }

    /// Nodes one after another.
    record Chain(List<Node> nodes, Tensor y) implements Node {}

    /// A residual connection: `y = x + body.y`.
    record Skip(Tensor x, Node body, Tensor y) implements Node {}
}
