package io.fletching.nn;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.fletching.kernels.Kernels;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// Softmax cross entropy with label smoothing: with `p = softmax(x)` and `q` the smoothed target,
/// `loss = -Σ q·log p` and `dx = p - q`. A row with several predictions, as a sequence with one for each position, has
/// the mean of their losses.
record CrossEntropy(double smoothing) implements Loss {

    CrossEntropy {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "loss-smoothing",
                    "The label smoothing is '" + smoothing + "'; expected [0, 1).");
        }
    }

    @Override
    public boolean classifies() {
        return true;
    }

    @Override
    public void apply(
            Tensor prediction, Tensor target, Tensor losses, Tensor gradient, long first, long count, double weight) {
        long positions = target.size() / target.shape().dim(0);
        for (long row = first; row < first + count; row++) {
            double sum = 0;
            for (long i = row * positions; i < (row + 1) * positions; i++) {
                sum += apply(prediction, target, gradient, i, weight / positions);
            }
            losses.set(row, sum / positions);
        }
    }

    /// @param i of all predictions
    private double apply(Tensor prediction, Tensor target, Tensor gradient, long i, double weight) {
        Kernels kernels = Kernels.ofBytes(prediction.dtype().bytes());
        long classes = classes(prediction.shape());
        var x = prediction.data();
        var dx = gradient.data();
        double share = smoothing / classes;
        long at = i * classes;
        long label = target.data().get(JAVA_INT_UNALIGNED, i * Integer.BYTES);
        double maximum = kernels.maximum(x, at, classes);
        double sum = kernels.exponentials(x, at, dx, at, classes, maximum);
        double logSum = maximum + StrictMath.log(sum);
        double mean = smoothing == 0 ? 0 : kernels.sum(x, at, classes) * share;
        for (long c = 0; c < classes; c++) {
            double q = share + (c == label ? 1 - smoothing : 0);
            gradient.set(at + c, (gradient.get(at + c) / sum - q) * weight);
        }
        return logSum - (1 - smoothing) * prediction.get(at + label) - mean;
    }

    /// Classes lie along the last axis.
    static long classes(Shape outputs) {
        return outputs.dim(outputs.rank() - 1);
    }

    /// The axes of the outputs before that of the classes, behind that of the rows.
    @Override
    public void check(Shape output, Tensor target) {
        var axes = new StringBuilder();
        boolean fits = target.shape().rank() == output.rank();
        for (int axis = 0; axis < output.rank() - 1; axis++) {
            axes.append(", ").append(output.dim(axis));
            fits = fits && target.shape().dim(axis + 1) == output.dim(axis);
        }
        if (target.dtype() != DType.I32 || !fits) {
            throw Loss.wrongTargets("cross entropy", "class numbers, I32 [rows" + axes + "]", target);
        }
    }

    @Override
    public void checkValues(Shape output, Tensor target, long first, long count, long row) {
        long classes = classes(output);
        long positions = output.size() / classes;
        for (long i = 0; i < count * positions; i++) {
            double label = target.get(first * positions + i);
            if (label < 0 || label >= classes) {
                String position = positions == 1 ? "" : " at position " + i % positions;
                throw new FletchingException(
                        FletchingException.Kind.DATA,
                        "loss-class",
                        "The target of row " + (row + i / positions) + position + " is class '" + (long) label
                                + "'; the model tells " + classes + " classes apart, 0 to " + (classes - 1) + ".");
            }
        }
    }
}
