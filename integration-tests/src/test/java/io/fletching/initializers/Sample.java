package io.fletching.initializers;

import io.fletching.arrow.Memory;
import io.fletching.kernels.Kernels;
import io.fletching.runtime.Initialization;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Variables;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Initializer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// What an initializer wrote to one weight.
final class Sample implements AutoCloseable {
    private final Memory memory = Memory.create();
    private final Kernels kernels = Kernels.f32();
    private final Tensor values;

    private Sample(Technique<Initializer> technique, Shape shape, long seed) {
        var variable = new Variables(memory).create(Parameter.of("weight", shape), DType.F32);
        try (var workers = Workers.of(2)) {
            Initialization.fill(technique, variable, seed, workers);
        }
        this.values = variable.value();
    }

    static Sample of(Technique<Initializer> technique, Shape shape, long seed) {
        return new Sample(technique, shape, seed);
    }

    long size() {
        return values.size();
    }

    double mean() {
        return kernels.sum(values.data(), 0, size()) / size();
    }

    double variance(double mean) {
        return kernels.sumOfSquaredDeviations(values.data(), 0, size(), mean) / size();
    }

    double largest() {
        return kernels.maximum(values.data(), 0, size());
    }

    /// Turns the signs of all values.
    Sample negated() {
        kernels.scale(values.data(), 0, values.data(), 0, size(), -1);
        return this;
    }

    float[] toArray() {
        float[] array = new float[(int) size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = (float) values.get(i);
        }
        return array;
    }

    @Override
    public void close() {
        memory.close();
    }
}
