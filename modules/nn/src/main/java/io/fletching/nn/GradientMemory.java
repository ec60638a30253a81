package io.fletching.nn;

import java.util.List;

/// Gives every place of a workspace the memory of its gradients, from the output back to the input. A gradient that has
/// been read for the last time lends its memory to the next one of its shape.
final class GradientMemory {
    private final Workspace workspace;
    private final List<Step> steps;
    private final SignalMemory memory;
    private final Residents residents;
    private int group;

    /// @param steps the steps of the backward pass are added here, in order
    /// @param residents what the forward pass leaves, and then the backward pass
    GradientMemory(Workspace workspace, List<Step> steps, Residents residents) {
        this.workspace = workspace;
        this.steps = steps;
        this.residents = residents;
        this.memory = workspace.signalMemory();
        this.group = workspace.groups() - 1;
    }

    /// Assigns the gradients within a node.
    ///
    /// @param dy the gradient of the node's output, which stays the caller's
    /// @return the gradient of its input: `dy` itself where the node is empty
    Signal backward(Node node, Signal dy) {
        return switch (node) {
            case Node.Leaf(Place place) -> leaf(place, dy);
            case Node.Chain(List<Node> nodes, Signal _) -> {
                Signal gradient = dy;
                for (Node element : nodes.reversed()) {
                    Signal dx = backward(element, gradient);
                    giveBack(gradient, dy, dx);
                    gradient = dx;
                }
                yield gradient;
            }
            case Node.Skip(Signal x, Node body, Signal _) -> {
                Signal branch = backward(body, dy);
                Signal dx = new Signal(memory.take(x.tensor().shape()));
                steps.add(new Step.Added(dy, branch, dx));
                residents.written(dx);
                giveBack(branch, dy, dx);
                yield dx;
            }
        };
    }

    private Signal leaf(Place place, Signal dy) {
        if (place.group() != group) {
            group = place.group();
            memory.release();
        }
        Signal dx = new Signal(memory.take(place.x().shape()));
        place.gradients(dx, dy);
        if (place.hasWeights()) {
            memory.hold(dy.tensor());
            if (workspace.keep(dy)) {
                steps.add(new Step.Kept(dy));
            }
        }
        residents.read(place.input(), steps);
        residents.read(place.output(), steps);
        steps.add(new Step.Layered(place));
        residents.written(dx);
        return dx;
    }

    /// Takes a gradient back that nothing reads any more, unless it is the caller's or the next one's.
    private void giveBack(Signal gradient, Signal callers, Signal next) {
        if (gradient != callers && gradient != next) {
            memory.giveBack(gradient.tensor());
        }
    }
}
