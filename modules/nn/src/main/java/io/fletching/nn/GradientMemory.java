package io.fletching.nn;

import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives every place of a workspace the memory of its gradients, from the output back to the input.
///
/// A gradient that has been read for the last time lends its memory to the next one of its shape, while it is still in
/// cache. Equal shapes keep a row where it was, so no two ranges of rows ever meet in one piece of memory.
final class GradientMemory {
    private final Workspace workspace;
    private final List<Step> steps;
    private final Map<Shape, Deque<Tensor>> free = new HashMap<>();

    /// Gradients that weight gradients read after the rows are through.
    private final Set<Tensor> pinned = Collections.newSetFromMap(new IdentityHashMap<>());

    /// @param steps the steps of the backward pass are added here, in order
    GradientMemory(Workspace workspace, List<Step> steps) {
        this.workspace = workspace;
        this.steps = steps;
    }

    /// Assigns the gradients within a node.
    ///
    /// @param dy the gradient of the node's output, which stays the caller's
    /// @return the gradient of its input: `dy` itself where the node is empty
    Tensor backward(Node node, Tensor dy) {
        return switch (node) {
            case Node.Leaf(Place place) -> {
                Tensor dx = take(place.x().shape());
                place.gradients(dx, dy);
                if (place.hasWeights()) {
                    pinned.add(dy);
                }
                steps.add(new Step.Layered(place));
                yield dx;
            }
            case Node.Chain(List<Node> nodes, Tensor _) -> {
                Tensor gradient = dy;
                for (Node element : nodes.reversed()) {
                    Tensor dx = backward(element, gradient);
                    giveBack(gradient, dy, dx);
                    gradient = dx;
                }
                yield gradient;
            }
            case Node.Skip(Tensor x, Node body, Tensor _) -> {
                Tensor branch = backward(body, dy);
                Tensor dx = take(x.shape());
                steps.add(new Step.Added(dy, branch, dx));
                giveBack(branch, dy, dx);
                yield dx;
            }
        };
    }

    private Tensor take(Shape shape) {
        Tensor lent = free.computeIfAbsent(shape, _ -> new ArrayDeque<>()).pollFirst();
        return lent == null ? workspace.memory().allocate(workspace.model().dtype(), shape) : lent;
    }

    /// Takes a gradient back that nothing reads any more, unless it is the caller's or the next one's.
    private void giveBack(Tensor gradient, Tensor callers, Tensor next) {
        if (gradient != callers && gradient != next && !pinned.contains(gradient)) {
            free.computeIfAbsent(gradient.shape(), _ -> new ArrayDeque<>()).addFirst(gradient);
        }
    }
}
