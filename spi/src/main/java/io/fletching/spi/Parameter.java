package io.fletching.spi;

import java.util.Objects;

/// The identity and geometry of a parameter: no memory, no values.
public final class Parameter {
    private final String name;
    private final Shape shape;
    private final WeightLayout layout;
    private final Fan fan;
    private final int outputAxis;
    private final boolean outer;

    private Parameter(String name, Shape shape, WeightLayout layout, Fan fan, int outputAxis, boolean outer) {
        this.name = name;
        this.shape = shape;
        this.layout = layout;
        this.fan = fan;
        this.outputAxis = outputAxis;
        this.outer = outer;
    }

    /// A parameter laid out as `[out, in, …]`; see [#of(String, Shape, WeightLayout)].
    ///
    /// @param name unique in its model, such as `blocks.3.linear1.weight`
    public static Parameter of(String name, Shape shape) {
        return of(name, shape, WeightLayout.OUT_IN);
    }

    /// A parameter of a layout, which its fan and its output axis follow: the fan is inputs × the receptive field, and
    /// outputs × the receptive field. A vector of n has a fan of n both ways, whatever the layout.
    ///
    /// @param name unique in its model, such as `blocks.3.linear1.weight`
    public static Parameter of(String name, Shape shape, WeightLayout layout) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A parameter needs a name.");
        }
        return new Parameter(name, shape, layout, layout.fan(shape), layout.outputAxis(shape), false);
    }

    /// The same parameter with another fan, where shape and layout do not tell it.
    public Parameter withFan(Fan fan) {
        return new Parameter(name, shape, layout, fan, outputAxis, outer);
    }

    /// The same parameter whose output units lie along this axis; the fan stays as it is.
    public Parameter withOutputAxis(int axis) {
        Objects.checkIndex(axis, Math.max(1, shape.rank()));
        return new Parameter(name, shape, layout, fan, axis, outer);
    }

    /// The same parameter as a weight of the first or of the last layer, which read the data and give the outputs.
    public Parameter outermost() {
        return new Parameter(name, shape, layout, fan, outputAxis, true);
    }

    /// Unique in its model.
    public String name() {
        return name;
    }

    /// The dimensions of the value and of its gradient.
    public Shape shape() {
        return shape;
    }

    /// Which axes are the outputs' and the inputs'.
    public WeightLayout layout() {
        return layout;
    }

    /// What initializers scale by.
    public Fan fan() {
        return fan;
    }

    /// The axis along which the output units lie: that of the layout unless the layer said otherwise.
    public int outputAxis() {
        return outputAxis;
    }

    /// Whether it is a weight of the first or of the last layer, as far as the model said so: some rules are for the
    /// layers between.
    public boolean isOutermost() {
        return outer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameter parameter
                && name.equals(parameter.name)
                && shape.equals(parameter.shape)
                && layout == parameter.layout
                && fan.equals(parameter.fan)
                && outputAxis == parameter.outputAxis
                && outer == parameter.outer;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, shape, layout, fan, outputAxis, outer);
    }

    @Override
    public String toString() {
        return name + shape;
    }
}
