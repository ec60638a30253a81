package io.fletching.nn;

import io.fletching.arrow.Memory;
import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Variables;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import org.jspecify.annotations.Nullable;

/// The site of sequences `[batch, time, …]` as a layer sees it whose rows are positions, `[batch · time, …]`.
final class PositionSite implements Site {
    private final Site sequences;
    private final Shape position;
    private final long time;
    private final Tensor x;
    private final Tensor y;
    private final @Nullable Tensor dx;
    private final @Nullable Tensor dy;

    /// @param position an input of the layer, without any axis of rows
    /// @param output what it makes of that
    PositionSite(Site sequences, Shape position, Shape output) {
        this.sequences = sequences;
        this.position = position;
        this.time = sequences.sample().dim(0);
        Shape inputs = position.batchOf(batch());
        Shape outputs = output.batchOf(batch());
        this.x = sequences.x().as(inputs);
        this.y = sequences.y().as(outputs);
        this.dx = sequences.training() ? sequences.dx().as(inputs) : null;
        this.dy = sequences.training() ? sequences.dy().as(outputs) : null;
    }

    @Override
    public String name() {
        return sequences.name();
    }

    @Override
    public Shape sample() {
        return position;
    }

    @Override
    public long batch() {
        return sequences.batch() * time;
    }

    @Override
    public long rowBlock() {
        return sequences.rowBlock() * time;
    }

    @Override
    public boolean training() {
        return sequences.training();
    }

    @Override
    public DType dtype() {
        return sequences.dtype();
    }

    @Override
    public Tensor x() {
        return x;
    }

    @Override
    public Tensor y() {
        return y;
    }

    @Override
    public Tensor dx() {
        return dx == null ? sequences.dx() : dx;
    }

    @Override
    public Tensor dy() {
        return dy == null ? sequences.dy() : dy;
    }

    @Override
    public Variable weight(String name) {
        return sequences.weight(name);
    }

    @Override
    public Variables variables() {
        return sequences.variables();
    }

    @Override
    public Tensor allocate(DType type, Shape shape) {
        return sequences.allocate(type, shape);
    }

    @Override
    public Memory memory() {
        return sequences.memory();
    }

    @Override
    public MatrixProduct product() {
        return sequences.product();
    }

    @Override
    public long seed() {
        return sequences.seed();
    }
}
