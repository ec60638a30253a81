package io.fletching.nn;

import io.fletching.arrow.Memory;
import io.fletching.runtime.Halves;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// A model's network laid out for batches of one size: every activation has its memory and every layer its place before
/// the first batch.
///
/// In a model of BF16 or F16 activations are kept in two bytes, and so are the gradients that weight gradients read.
/// Layers see float32 all the same: in a few tensors that signals share, where each is rounded when it is written and
/// fetched when it is read again. Weight gradients, which see all rows, are computed a group of layers at a time.
final class Workspace implements AutoCloseable {
    /// Rows in a block: how a batch is cut. It shapes the bits of sums over rows, so it knows no thread.
    private static final long ROW_BLOCK = 32;

    /// A group of layers has so many weights: enough work for many threads, and few tensors in float32.
    private static final long GROUP = 65_536;

    private final Model model;
    private final long batch;
    private final boolean training;
    private final Memory memory;
    private final DType type;
    private final boolean half;
    private final SignalMemory signals;

    /// By tensor, where signals need not outlive it.
    private final IdentityHashMap<Tensor, Tensor> passing = new IdentityHashMap<>();

    private final List<Place> places = new ArrayList<>();
    private final Signal input;
    private final Node root;
    private Tensor inputGradient;

    /// Of the backward pass, and what of the weight gradients has been planned.
    private Residents residents = new Residents();

    private long weights;
    private int group;

    Workspace(Model model, long batch, boolean training) {
        this(model, model.network(), batch, training);
    }

    /// @param network the model's, or one with the same weights
    Workspace(Model model, Network network, long batch, boolean training) {
        this.model = model;
        this.batch = batch;
        this.training = training;
        this.type = model.arithmetic();
        this.half = Halves.isHalf(model.dtype());
        this.memory = model.memory().child(training ? "training" : "evaluation");
        this.signals = signalMemory();
        this.inputGradient = Tensor.shapeOnly(type, model.input());
        this.input = new Signal(memory.allocate(type, model.input().batchOf(batch)));
        keep(input);
        this.root = lay(network, "", model.input(), input);
    }

    private Node lay(Network network, String path, Shape sample, Signal x) {
        return switch (network) {
            case Layer layer -> {
                var place = new Place(this, layer, path, sample, x, signal(layer.output(sample)), group);
                places.add(place);
                if (half && place.hasWeights()) {
                    signals.hold(x.tensor());
                    weights += layer.weights(sample).stream()
                            .mapToLong(weight -> weight.shape().size())
                            .sum();
                    endGroup();
                }
                yield new Node.Leaf(place);
            }
            case Sequence sequence -> {
                var nodes = new ArrayList<Node>();
                Shape shape = sample;
                Signal y = x;
                for (Sequence.Element element : sequence.elements()) {
                    Node node = lay(element.network(), Model.path(path, element.name()), shape, y);
                    nodes.add(node);
                    shape = element.network().output(shape);
                    giveBack(y, x, node.y());
                    y = node.y();
                }
                yield new Node.Chain(nodes, y);
            }
            case Residual(Network body) -> {
                Node branch = lay(body, path, sample, x);
                Signal y = signal(sample);
                giveBack(branch.y(), x, y);
                yield new Node.Skip(x, branch, y);
            }
        };
    }

    private void endGroup() {
        if (weights >= GROUP) {
            weights = 0;
            group++;
            signals.release();
        }
    }

    private Signal signal(Shape sample) {
        var signal = new Signal(signals.take(sample.batchOf(batch)));
        keep(signal);
        return signal;
    }

    /// Takes the memory of a signal back that the forward pass does not read any more, where it is kept elsewhere.
    private void giveBack(Signal signal, Signal callers, Signal next) {
        if (half && signal != callers && signal != next) {
            signals.giveBack(signal.tensor());
        }
    }

    /// Keeps a signal from now on, where the model's type has two bytes.
    ///
    /// @return whether it does, and did not before
    boolean keep(Signal signal) {
        if (!half || signal.isKept()) {
            return false;
        }
        Tensor tensor = signal.tensor();
        signal.keepIn(
                training
                        ? memory.allocate(model.dtype(), tensor.shape())
                        : passing.computeIfAbsent(tensor, _ -> memory.allocate(model.dtype(), tensor.shape())));
        return true;
    }

    SignalMemory signalMemory() {
        return new SignalMemory(memory, type);
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
        return input.tensor();
    }

    /// The output of a batch.
    Tensor output() {
        return root.y().tensor();
    }

    /// The layers in the order of the forward pass.
    List<Place> places() {
        return places;
    }

    /// How many groups the layers are in; the number of a place's group counts from 0.
    int groups() {
        return group + 1;
    }

    /// The steps of the forward pass.
    List<Step> forward() {
        return forward(new Residents());
    }

    private List<Step> forward(Residents left) {
        var steps = new ArrayList<Step>();
        written(input, steps, left);
        forward(root, steps, left);
        return steps;
    }

    private static void forward(Node node, List<Step> steps, Residents left) {
        switch (node) {
            case Node.Leaf(Place place) -> {
                steps.add(new Step.Layered(place));
                written(place.output(), steps, left);
            }
            case Node.Chain(List<Node> nodes, Signal _) -> nodes.forEach(element -> forward(element, steps, left));
            case Node.Skip(Signal x, Node body, Signal y) -> {
                forward(body, steps, left);
                steps.add(new Step.Added(x, body.y(), y));
                written(y, steps, left);
            }
        }
    }

    private static void written(Signal signal, List<Step> steps, Residents left) {
        left.written(signal);
        if (signal.isKept()) {
            steps.add(new Step.Kept(signal));
        }
    }

    /// Gives every place its gradients, and returns the steps of the backward pass, which follows a forward pass.
    List<Step> backward(Tensor outputGradient) {
        residents = new Residents();
        forward(residents);
        var steps = new ArrayList<Step>();
        var output = new Signal(outputGradient);
        inputGradient = new GradientMemory(this, steps, residents)
                .backward(root, output)
                .tensor();
        return steps;
    }

    /// Fetches what the weight gradients of a place read, after the backward pass and the groups before.
    void read(Place place, List<Step> steps) {
        residents.read(place.input(), steps);
        residents.read(place.outputGradient(), steps);
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
