package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.Parameter;
import io.fletching.spi.Tensor;

/// A parameter with its memory: a value, and a gradient of the same shape, which is F32 where the value is BF16 or F16.
/// Made by [Variables#create], in whose memory it lives.
public final class Variable {
    private final Parameter parameter;
    private final Role role;
    private final Tensor value;
    private final Tensor gradient;
    private final Memory memory;

    Variable(Parameter parameter, Role role, Tensor value, Tensor gradient, Memory memory) {
        this.parameter = parameter;
        this.role = role;
        this.value = value;
        this.gradient = gradient;
        this.memory = memory;
    }

    public Parameter parameter() {
        return parameter;
    }

    public String name() {
        return parameter.name();
    }

    public Role role() {
        return role;
    }

    public Tensor value() {
        return value;
    }

    public Tensor gradient() {
        return gradient;
    }

    /// The same with a value in float32 that has the present numbers.
    Variable widened() {
        if (!Halves.isHalf(value.dtype())) {
            return this;
        }
        Tensor wide = memory.allocate(DType.F32, value.shape());
        Halves.widen(value, wide);
        return new Variable(parameter, role, wide, gradient, memory);
    }

    /// Part `index` of `parts` equal ones along the first axis, as a variable with a name and a fan of its own. For
    /// plan time: several matrices may stand in one.
    public Variable part(int index, int parts) {
        Tensor values = part(value, index, parts);
        Parameter own = Parameter.of(name() + "/" + index, values.shape(), parameter.layout());
        return new Variable(own, role, values, part(gradient, index, parts), memory);
    }

    private static Tensor part(Tensor tensor, int index, int parts) {
        boolean vector = tensor.shape().rank() < 2;
        long length = (vector ? tensor.size() : tensor.shape().rows()) / parts;
        return vector ? tensor.slice(index * length, length) : tensor.rows(index * length, length);
    }

    /// The region it lives in, where scratch for work on it may be taken.
    Memory memory() {
        return memory;
    }

    @Override
    public String toString() {
        return parameter.toString();
    }
}
