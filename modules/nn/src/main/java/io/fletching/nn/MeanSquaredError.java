package io.fletching.nn;

import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// Mean squared error: with n outputs in a row, `loss = Σ (x - t)² / n` and `dx = 2·(x - t) / n`.
record MeanSquaredError() implements Loss {

    @Override
    public boolean classifies() {
        return false;
    }

    @Override
    public void apply(
            Tensor prediction, Tensor target, Tensor losses, Tensor gradient, long first, long count, double weight) {
        long outputs = prediction.shape().rowLength();
        double factor = 2 * weight / outputs;
        for (long row = first; row < first + count; row++) {
            double sum = 0;
            for (long i = row * outputs; i < (row + 1) * outputs; i++) {
                double difference = prediction.get(i) - target.get(i);
                sum += difference * difference;
                gradient.set(i, difference * factor);
            }
            losses.set(row, sum / outputs);
        }
    }

    @Override
    public void check(Shape output, Tensor target) {
        boolean fits = target.shape().rank() >= 2 ? target.shape().rowLength() == output.size() : output.size() == 1;
        if (!fits || (target.dtype() != DType.F32 && target.dtype() != DType.F64)) {
            throw Loss.wrongTargets("mean squared error", "numbers of shape [rows, " + output.size() + "]", target);
        }
    }
}
