package io.fletching.spi;

import java.util.Objects;

/// The identity and geometry of a parameter: no memory, no values.
public final class Parameter {
    private final String name;
    private final Shape shape;
    private final Fan fan;
    private final int outputAxis;

    private Parameter(String name, Shape shape, Fan fan, int outputAxis) {
        this.name = name;
        this.shape = shape;
        this.fan = fan;
        this.outputAxis = outputAxis;
    }

    /// A parameter laid out as `[out, in, …]`: the fan is in × the rest, and out × the rest. A vector of n
    /// has a fan of n both ways.
    ///
    /// @param name unique in its model, such as `blocks.3.linear1.weight`
    public static Parameter of(String name, Shape shape) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A parameter needs a name.");
        }
        long field = shape.rank() < 3 ? 1 : Math.max(1, shape.size(2));
        Fan fan = shape.rank() < 2
                ? Fan.of(Math.max(1, shape.size()), Math.max(1, shape.size()))
                : Fan.of(Math.max(1, shape.dim(1)) * field, Math.max(1, shape.dim(0)) * field);
        return new Parameter(name, shape, fan, 0);
    }

    /// The same parameter with another fan, for a layout other than `[out, in, …]`.
    public Parameter withFan(Fan fan) {
        return new Parameter(name, shape, fan, outputAxis);
    }

    /// The same parameter whose output units lie along this axis; the fan stays as it is.
    public Parameter withOutputAxis(int axis) {
        Objects.checkIndex(axis, Math.max(1, shape.rank()));
        return new Parameter(name, shape, fan, axis);
    }

    /// Unique in its model.
    public String name() {
        return name;
    }

    /// The dimensions of the value and of its gradient.
    public Shape shape() {
        return shape;
    }

    /// What initializers scale by.
    public Fan fan() {
        return fan;
    }

    /// The axis along which the output units lie; 0 unless the layer said otherwise.
    public int outputAxis() {
        return outputAxis;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameter parameter
                && name.equals(parameter.name)
                && shape.equals(parameter.shape)
                && fan.equals(parameter.fan)
                && outputAxis == parameter.outputAxis;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, shape, fan, outputAxis);
    }

    @Override
    public String toString() {
        return name + shape;
    }
}
