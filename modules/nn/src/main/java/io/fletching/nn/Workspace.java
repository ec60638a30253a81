package io.fletching.nn;

import io.fletching.arrow.Memory;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A model's network laid out for batches of one size: every activation has its memory and every layer its place before
/// the first batch.
final class Workspace implements AutoCloseable {
    /// Rows in a block: how a batch is cut. It shapes the bits of sums over rows, so it knows no thread.
    private static final long ROW_BLOCK = 32;

    private final Model model;
    private final long batch;
    private final boolean training;
    private final Memory memory;
    private final List<Place> places = new ArrayList<>();
    private final Tensor input;
    private final Node root;
    private Tensor inputGradient;

    Workspace(Model model, long batch, boolean training) {
        this.model = model;
        this.batch = batch;
        this.training = training;
        this.memory = model.memory().child(training ? "training" : "evaluation");
        this.inputGradient = Tensor.shapeOnly(model.dtype(), model.input());
        this.input = memory.allocate(model.dtype(), model.input().batchOf(batch));
        this.root = lay(model.network(), "", model.input(), input);
    }

    private Node lay(Network network, String path, Shape sample, Tensor x) {
        return switch (network) {
            case Layer layer -> {
                Tensor y = memory.allocate(model.dtype(), layer.output(sample).batchOf(batch));
                places.add(new Place(this, layer, path, sample, x, y));
                yield new Node.Leaf(places.getLast());
            }
            case Sequence sequence -> {
                var nodes = new ArrayList<Node>();
                Shape shape = sample;
                Tensor y = x;
                for (Sequence.Element element : sequence.elements()) {
                    nodes.add(lay(element.network(), Model.path(path, element.name()), shape, y));
                    shape = element.network().output(shape);
                    y = nodes.getLast().y();
                }
                yield new Node.Chain(nodes, y);
            }
            case Residual(Network body) -> {
                Node branch = lay(body, path, sample, x);
                yield new Node.Skip(x, branch, memory.allocate(model.dtype(), x.shape()));
            }
        };
    }

    Model model() {
        return model;
    }

    long batch() {
        return batch;
    }

    long rowBlock() {
        return ROW_BLOCK;
    }

    boolean training() {
        return training;
    }

    Memory memory() {
        return memory;
    }

    /// Memory for the inputs of a batch.
    Tensor input() {
        return input;
    }

    /// The output of a batch.
    Tensor output() {
        return root.y();
    }

    /// The layers in the order of the forward pass.
    List<Place> places() {
        return places;
    }

    /// The steps of the forward pass.
    List<Step> forward() {
        var steps = new ArrayList<Step>();
        forward(root, steps);
        return steps;
    }

    private static void forward(Node node, List<Step> steps) {
        switch (node) {
            case Node.Leaf(Place place) -> steps.add(new Step.Layered(place));
            case Node.Chain(List<Node> nodes, Tensor _) -> nodes.forEach(element -> forward(element, steps));
            case Node.Skip(Tensor x, Node body, Tensor y) -> {
                forward(body, steps);
                steps.add(new Step.Added(x, body.y(), y));
            }
        }
    }

    /// Gives every place its gradients, and returns the steps of the backward pass.
    List<Step> backward(Tensor outputGradient) {
        var steps = new ArrayList<Step>();
        inputGradient = new GradientMemory(this, steps).backward(root, outputGradient);
        return steps;
    }

    /// The gradient of the inputs, once [#backward] has laid it out.
    Tensor inputGradient() {
        return inputGradient;
    }

    @Override
    public void close() {
        memory.close();
    }
}
