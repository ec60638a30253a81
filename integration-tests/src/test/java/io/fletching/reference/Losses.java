package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.arrow.Memory;
import io.fletching.nn.Loss;
import io.fletching.reference.Outputs.Tolerance;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// Losses and the gradients of predictions.
final class Losses {
    private Losses() {}

    /// Softmax cross entropy of `logits`, `[rows, classes]`, against class numbers.
    static Operation crossEntropy() {
        return (figures, outputs) -> {
            figures.requireOptions("label_smoothing", "reduction");
            var loss =
                    Loss.crossEntropy(figures.options().path("label_smoothing").asDouble(0));
            try (var memory = Memory.create()) {
                check(loss, classes(figures, memory), "logits", 1, figures, outputs, memory);
            }
        };
    }

    /// Mean squared error of a `prediction` and a `target` of any shape.
    static Operation meanSquaredError() {
        return (figures, outputs) -> {
            figures.requireOptions("reduction");
            var target = figures.input("target");
            try (var memory = Memory.create()) {
                var shape = matrix(target.shape());
                var targets = target.into(memory.allocate(DType.F32, shape));
                check(Loss.meanSquaredError(), targets, "prediction", shape.rowLength(), figures, outputs, memory);
            }
        };
    }

    /// The class numbers `targets` of a case.
    static Tensor classes(Case figures, Memory memory) {
        long[] labels = Figures.longs(figures.inputs().path("targets"));
        var classes = memory.allocate(DType.I32, Shape.of(labels.length));
        for (int i = 0; i < labels.length; i++) {
            classes.set(i, (double) labels[i]);
        }
        return classes;
    }

    /// @param terms how many terms the loss of a row is the mean of
    private static void check(
            Loss loss, Tensor target, String input, long terms, Case figures, Outputs outputs, Memory memory) {
        var prediction = figures.input(input);
        var shape = matrix(prediction.shape());
        assertThat(target.shape().dim(0)).as("rows of the target").isEqualTo(shape.dim(0));
        var x = prediction.into(memory.allocate(DType.F32, shape));
        var dx = memory.allocate(DType.F32, shape);
        long rows = shape.dim(0);
        var losses = memory.allocate(DType.F64, Shape.of(rows));
        loss.check(Shape.of(shape.dim(1)), target);
        double weight = weight(figures, rows, terms);
        loss.apply(x, target, losses, dx, 0, rows, weight);
        Tolerance.NEAR.check("loss", sum(losses) * weight, Figures.number(outputs.take("loss")));
        outputs.check("d" + input, dx, Tolerance.NEAR);
    }

    /// What the loss of a row is worth in the loss of the batch.
    private static double weight(Case figures, long rows, long terms) {
        String reduction = figures.options().path("reduction").asText("mean");
        return switch (reduction) {
            case "mean" -> 1.0 / rows;
            case "sum" -> (double) terms;
            default ->
                throw new AssertionError("The reduction of the case is '" + reduction + "'; known are mean and sum.");
        };
    }

    static double sum(Tensor losses) {
        double sum = 0;
        for (long row = 0; row < losses.size(); row++) {
            sum += losses.get(row);
        }
        return sum;
    }

    private static Shape matrix(Shape shape) {
        return Shape.of(shape.rows(), shape.rowLength());
    }
}
