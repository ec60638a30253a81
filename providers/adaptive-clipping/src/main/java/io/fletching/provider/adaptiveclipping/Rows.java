package io.fletching.provider.adaptiveclipping;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Parameter;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;

/// Units that are rows, a vector being one row: each lies in one part, in one piece.
final class Rows {
    static final StateLayout LAYOUT = StateLayout.rowwise();

    private Rows() {}

    static boolean are(Parameter parameter) {
        return parameter.outputAxis() == 0 || parameter.shape().size() == 0;
    }

    static void edit(AdaptiveClipping.Bound bound, Tensor gradient, Tensor parameter) {
        Kernels kernels = Kernels.f32();
        long length = gradient.shape().rowLength();
        for (long at = 0; at < gradient.size(); at += length) {
            double factor = bound.factor(
                    kernels.sumOfSquares(gradient.data(), at, length),
                    kernels.sumOfSquares(parameter.data(), at, length));
            if (factor < 1) {
                kernels.scale(gradient.data(), at, gradient.data(), at, length, factor);
            }
        }
    }
}
