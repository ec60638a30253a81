package io.fletching.nn;

import io.fletching.arrow.Memory;
import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Variables;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import org.jspecify.annotations.Nullable;

/// The site of one layer in one workspace.
final class Place implements Site {
    private final Workspace workspace;
    private final Layer layer;
    private final String name;
    private final Shape sample;
    private final Signal x;
    private final Signal y;
    private final int group;
    private @Nullable Signal dx;
    private @Nullable Signal dy;
    private @Nullable Operation operation;

    /// @param group which layers' weight gradients are computed together
    Place(Workspace workspace, Layer layer, String name, Shape sample, Signal x, Signal y, int group) {
        this.workspace = workspace;
        this.layer = layer;
        this.name = name;
        this.sample = sample;
        this.x = x;
        this.y = y;
        this.group = group;
    }

    Signal input() {
        return x;
    }

    Signal output() {
        return y;
    }

    Signal outputGradient() {
        return gradient(dy);
    }

    int group() {
        return group;
    }

    void gradients(Signal inputGradient, Signal outputGradient) {
        this.dx = inputGradient;
        this.dy = outputGradient;
    }

    boolean hasWeights() {
        return !layer.weights(sample).isEmpty();
    }

    /// The layer bound to this place, planned on first use: after the gradients have their memory.
    Operation operation() {
        if (operation == null) {
            operation = layer.plan(this);
        }
        return operation;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Shape sample() {
        return sample;
    }

    @Override
    public long batch() {
        return workspace.batch();
    }

    @Override
    public long rowBlock() {
        return workspace.rowBlock();
    }

    @Override
    public boolean training() {
        return workspace.training();
    }

    @Override
    public DType dtype() {
        return workspace.model().arithmetic();
    }

    @Override
    public Tensor x() {
        return x.tensor();
    }

    @Override
    public Tensor y() {
        return y.tensor();
    }

    @Override
    public Tensor dx() {
        return gradient(dx).tensor();
    }

    @Override
    public Tensor dy() {
        return gradient(dy).tensor();
    }

    private Signal gradient(@Nullable Signal gradient) {
        if (gradient == null) {
            throw new IllegalStateException("The layer '" + name + "' has no gradients in evaluation.");
        }
        return gradient;
    }

    @Override
    public Variable weight(String weight) {
        return variables().get(Model.path(name, weight));
    }

    @Override
    public Variables variables() {
        return workspace.model().computed();
    }

    @Override
    public Tensor allocate(DType type, Shape shape) {
        return memory().allocate(type, shape);
    }

    @Override
    public Memory memory() {
        return workspace.memory();
    }

    @Override
    public MatrixProduct product() {
        return workspace.model().product();
    }

    @Override
    public long seed() {
        return workspace.model().seed();
    }
}
