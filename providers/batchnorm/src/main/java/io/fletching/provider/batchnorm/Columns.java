package io.fletching.provider.batchnorm;

import io.fletching.kernels.Kernels;
import io.fletching.kernels.RowKernels;
import io.fletching.spi.State;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;

/// Samples of one value a channel: a part is a matrix `[rows, channels]`.
record Columns(long channels, boolean affine) implements Sweeps {

    @Override
    public void moments(Tensor x, MemorySegment sums, long meanAt, long deviationsAt) {
        Kernels.ofBytes(x.dtype().bytes())
                .columnMoments(x.data(), 0, rows(x), channels, sums, meanAt, sums, deviationsAt);
    }

    @Override
    public void normalize(Tensor x, Tensor y, State state) {
        var mean = state.get(Channels.MEAN).data();
        var scale = state.get(Channels.SCALE).data();
        var beta = affine ? state.get(Channels.BETA).data() : RowKernels.NONE;
        Kernels.ofBytes(x.dtype().bytes())
                .columnNormalize(x.data(), 0, mean, 0, scale, 0, beta, 0, y.data(), 0, rows(x), channels);
    }

    @Override
    public void gradients(Tensor x, Tensor dy, State state, MemorySegment sums, long gradientAt, long productAt) {
        var kernels = Kernels.ofBytes(x.dtype().bytes());
        var mean = state.get(Channels.MEAN).data();
        var inverse = state.get(Channels.INVERSE).data();
        kernels.columnSums(dy.data(), 0, rows(x), channels, sums, gradientAt);
        kernels.columnNormalizedDots(
                x.data(), 0, dy.data(), 0, mean, 0, inverse, 0, rows(x), channels, sums, productAt);
    }

    @Override
    public void normalizeBackward(Tensor x, Tensor dy, Tensor dx, State state) {
        var mean = state.get(Channels.MEAN).data();
        var inverse = state.get(Channels.INVERSE).data();
        var scale = state.get(Channels.SCALE).data();
        var gradient = state.get(Channels.MEAN_GRADIENT).data();
        var product = state.get(Channels.MEAN_PRODUCT).data();
        Kernels.ofBytes(x.dtype().bytes())
                .columnNormalizeBackward(
                        x.data(), 0, dy.data(), 0, mean, 0, inverse, 0, scale, 0, gradient, 0, product, 0, dx.data(), 0,
                        rows(x), channels);
    }

    private long rows(Tensor x) {
        return x.size() / channels;
    }
}
