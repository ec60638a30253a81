package io.fletching.nn;

import io.fletching.arrow.Memory;
import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Random;
import java.util.function.DoubleSupplier;

/// Compares the backward pass of a network with central differences, in float64. The loss is a fixed random
/// weighting of the outputs.
final class GradientCheck {
    private static final double STEP = 1e-5;
    private static final double ABSOLUTE = 1e-5;
    private static final double RELATIVE = 1e-3;

    private GradientCheck() {}

    /// The largest error in units of the tolerance: below 1 is right.
    static double of(Network network, Shape input, long batch) {
        return ofSome(network, input, batch, 1);
    }

    /// The same for one in so many elements, from the first on.
    static double ofSome(Network network, Shape input, long batch, int stride) {
        var random = new Random(5);
        try (var memory = Memory.create();
                var model = Model.of(network, input)
                        .dtype(DType.F64)
                        .product(MatrixProduct.portableF64())
                        .memory(memory)
                        .seed(3)
                        .build();
                var workers = Workers.of(1)) {
            Tensor inputs = memory.allocate(DType.F64, input.batchOf(batch));
            Tensor weighting = memory.allocate(DType.F64, model.output().batchOf(batch));
            scatter(inputs, random, 1.5);
            scatter(weighting, random, 1);
            for (Variable variable : model.variables()) {
                scatter(variable.value(), random, 0.6);
            }
            double[] inputGradient;
            try (var exact = new Differentiator(model, batch, workers)) {
                exact.input().data().copyFrom(inputs.data());
                exact.outputGradient().data().copyFrom(weighting.data());
                exact.forward();
                exact.backward();
                inputGradient = values(exact.inputGradient());
            }
            // A new workspace for every run, so that each is the first of its layers.
            DoubleSupplier loss = () -> {
                try (var run = new Differentiator(model, batch, workers)) {
                    run.input().data().copyFrom(inputs.data());
                    run.forward();
                    double sum = 0;
                    for (long i = 0; i < weighting.size(); i++) {
                        sum += run.output().get(i) * weighting.get(i);
                    }
                    return sum;
                }
            };
            double worst = worst(inputs, inputGradient, loss, stride);
            for (Variable variable : model.variables()) {
                worst = Math.max(worst, worst(variable.value(), values(variable.gradient()), loss, stride));
            }
            return worst;
        }
    }

    private static double worst(Tensor point, double[] exact, DoubleSupplier loss, int stride) {
        double worst = 0;
        for (int i = 0; i < exact.length; i += stride) {
            double kept = point.get(i);
            point.set(i, kept + STEP);
            double above = loss.getAsDouble();
            point.set(i, kept - STEP);
            double below = loss.getAsDouble();
            point.set(i, kept);
            double difference = (above - below) / (2 * STEP);
            worst = Math.max(worst, Math.abs(exact[i] - difference) / (ABSOLUTE + RELATIVE * Math.abs(difference)));
        }
        return worst;
    }

    /// Adds a random number to every element.
    private static void scatter(Tensor tensor, Random random, double reach) {
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, tensor.get(i) + random.nextDouble(-reach, reach));
        }
    }

    private static double[] values(Tensor tensor) {
        var values = new double[Math.toIntExact(tensor.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return values;
    }
}
