package io.fletching.nn;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.fletching.kernels.Kernels;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// Softmax cross entropy with label smoothing: with `p = softmax(x)` and `q` the smoothed target,
/// `loss = -Σ q·log p` and `dx = p - q`.
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
        Kernels kernels = Kernels.ofBytes(prediction.dtype().bytes());
        long classes = prediction.shape().rowLength();
        var x = prediction.data();
        var dx = gradient.data();
        double share = smoothing / classes;
        for (long row = first; row < first + count; row++) {
            long at = row * classes;
            long label = target.data().get(JAVA_INT_UNALIGNED, row * Integer.BYTES);
            double maximum = kernels.maximum(x, at, classes);
            double sum = kernels.exponentials(x, at, dx, at, classes, maximum);
            double logSum = maximum + StrictMath.log(sum);
            double mean = smoothing == 0 ? 0 : kernels.sum(x, at, classes) * share;
            losses.set(row, logSum - (1 - smoothing) * prediction.get(at + label) - mean);
            for (long c = 0; c < classes; c++) {
                double q = share + (c == label ? 1 - smoothing : 0);
                gradient.set(at + c, (gradient.get(at + c) / sum - q) * weight);
            }
        }
    }

    @Override
    public void check(Shape output, Tensor target) {
        if (target.dtype() != DType.I32 || target.shape().rank() != 1) {
            throw Loss.wrongTargets("cross entropy", "class numbers, I32 [rows]", target);
        }
    }

    @Override
    public void checkValues(Shape output, Tensor target, long first, long count, long row) {
        long classes = output.size();
        for (long i = 0; i < count; i++) {
            double label = target.get(first + i);
            if (label < 0 || label >= classes) {
                throw new FletchingException(
                        FletchingException.Kind.DATA,
                        "loss-class",
                        "The target of row " + (row + i) + " is class '" + (long) label + "'; the model tells "
                                + classes + " classes apart, 0 to " + (classes - 1) + ".");
            }
        }
    }
}
