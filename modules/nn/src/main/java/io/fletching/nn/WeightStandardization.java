package io.fletching.nn;

import static io.fletching.kernels.RowKernels.NONE;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;

/// A weight `[outputs, inputs]` as a linear layer uses it after
/// [weight standardization](https://arxiv.org/abs/1903.10520): each row less its mean, divided by its deviation,
/// `ŵ = (w − mean) / √(variance + 1e-6)`. And the way back: from the gradient of ŵ to that of w.
final class WeightStandardization {
    private static final double EPS = 1e-6;

    private final Kernels kernels;
    private final MemorySegment weight;
    private final long outputs;
    private final long inputs;
    private final MemorySegment standardized;
    private final MemorySegment mean;
    private final MemorySegment inverse;
    private final MemorySegment gradient;

    /// Memory for one workspace; the gradient in training alone.
    WeightStandardization(Site site, Tensor weight) {
        var rows = Shape.of(weight.shape().rows());
        this.kernels = Kernels.ofBytes(site.dtype().bytes());
        this.weight = weight.data();
        this.outputs = weight.shape().rows();
        this.inputs = weight.shape().rowLength();
        this.standardized = site.allocate(site.dtype(), weight.shape()).data();
        this.mean = site.allocate(site.dtype(), rows).data();
        this.inverse = site.allocate(site.dtype(), rows).data();
        this.gradient =
                site.training() ? site.allocate(site.dtype(), weight.shape()).data() : NONE;
    }

    /// ŵ as the last [#derive] left it.
    MemorySegment weight() {
        return standardized;
    }

    /// Memory for the gradient of ŵ.
    MemorySegment gradient() {
        return gradient;
    }

    /// Follows a change of w.
    void derive() {
        kernels.rowMoments(weight, 0, outputs, inputs, mean, 0, inverse, 0);
        kernels.inverseRoots(inverse, 0, inverse, 0, outputs, EPS);
        kernels.rowNormalize(weight, 0, mean, 0, inverse, 0, NONE, 0, NONE, 0, standardized, 0, outputs, inputs);
    }

    /// Adds to the gradient of w what that of ŵ comes to in some rows, and overwrites the latter.
    void backward(MemorySegment weightGradient, long first, long count) {
        long at = first * inputs;
        kernels.rowNormalizeBackward(
                weight, at, gradient, at, mean, first, inverse, first, NONE, 0, gradient, at, count, inputs);
        kernels.add(weightGradient, at, gradient, at, weightGradient, at, count * inputs);
    }
}
