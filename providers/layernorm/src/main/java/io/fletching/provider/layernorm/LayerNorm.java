package io.fletching.provider.layernorm;

import io.fletching.kernels.Kernels;
import io.fletching.kernels.RowKernels;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.NormCall;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;

/// [Layer normalization](https://arxiv.org/abs/1607.06450): each sample by its own mean and biased variance,
/// `y = (x − mean) / √(variance + eps) · gamma + beta`, over all elements of the sample, with a gamma and a beta for
/// each.
/// An eps of 0 is allowed; a sample of equal elements then gives NaN.
public final class LayerNorm implements Normalizer {
    static final Option<Double> EPS = Option.real("eps", "Added to the variance", 1e-5, 0, Double.MAX_VALUE);
    static final Option<Boolean> AFFINE = Option.flag("affine", "Learn gamma and beta", true);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "layernorm", "Normalizes each sample by its own mean and variance", EPS, AFFINE)
            .paper("https://arxiv.org/abs/1607.06450");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Norm bind(Options options, Shape sample) {
        if (sample.rank() == 0 || sample.size() == 0) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "layernorm-shape",
                    "'layernorm' cannot normalize samples of shape '" + sample
                            + "'; expected at least 1 element and 1 axis.");
        }
        return new Rows(sample.size(), options.get(EPS), options.get(AFFINE));
    }

    private record Rows(long width, double eps, boolean affine) implements Norm {
        private static final StateSlot GAMMA =
                StateSlot.fixed("gamma").life(StateSlot.Life.LEARNED).initially(1);
        private static final StateSlot BETA = StateSlot.fixed("beta").life(StateSlot.Life.LEARNED);
        private static final StateSlot MEAN = StateSlot.perRow("mean").life(StateSlot.Life.SAVED);
        private static final StateSlot INVERSE = StateSlot.perRow("inverse").life(StateSlot.Life.SAVED);
        /// The gradients of gamma and beta from the rows of one part, one after the other.
        private static final StateSlot SUMS = StateSlot.perChunk("sums");

        @Override
        public StateLayout layout(Phase phase) {
            if (!affine) {
                return StateLayout.rowwise(MEAN, INVERSE);
            }
            var gamma = GAMMA.sized(width);
            var beta = BETA.sized(width);
            return phase == Phase.BACKWARD
                    ? StateLayout.rowwise(gamma, beta, MEAN, INVERSE, SUMS.sized(2 * width))
                            .passes(Pass.parts(), Pass.shares(width))
                    : StateLayout.rowwise(gamma, beta, MEAN, INVERSE);
        }

        @Override
        public void forward(Tensor x, Tensor y, State state, NormCall call) {
            var kernels = Kernels.ofBytes(x.dtype().bytes());
            long rows = x.size() / width;
            var mean = state.get(MEAN).data();
            var inverse = state.get(INVERSE).data();
            kernels.rowMoments(x.data(), 0, rows, width, mean, 0, inverse, 0);
            kernels.inverseRoots(inverse, 0, inverse, 0, rows, eps);
            kernels.rowNormalize(
                    x.data(),
                    0,
                    mean,
                    0,
                    inverse,
                    0,
                    learned(state, GAMMA),
                    0,
                    learned(state, BETA),
                    0,
                    y.data(),
                    0,
                    rows,
                    width);
        }

        @Override
        public void backward(Tensor x, Tensor dy, Tensor dx, State state, NormCall call) {
            if (call.pass() == 1) {
                combine(state, call.first(), call.count());
                return;
            }
            var kernels = Kernels.ofBytes(x.dtype().bytes());
            long rows = x.size() / width;
            var mean = state.get(MEAN).data();
            var inverse = state.get(INVERSE).data();
            kernels.rowNormalizeBackward(
                    x.data(),
                    0,
                    dy.data(),
                    0,
                    mean,
                    0,
                    inverse,
                    0,
                    learned(state, GAMMA),
                    0,
                    dx.data(),
                    0,
                    rows,
                    width);
            if (affine) {
                var sums = state.get(SUMS).data();
                kernels.rowNormalizedDots(x.data(), 0, dy.data(), 0, mean, 0, inverse, 0, rows, width, sums, 0);
                kernels.columnSums(dy.data(), 0, rows, width, sums, width);
            }
        }

        /// Adds up the parts in their order, in float64, for `count` columns from `first`.
        private void combine(State state, long first, long count) {
            var sums = state.get(SUMS);
            var gamma = state.gradient(GAMMA);
            var beta = state.gradient(BETA);
            var float64 = Kernels.f64();
            for (long part = 1; part < sums.shape().dim(0); part++) {
                long at = part * 2 * width + first;
                float64.add(sums.data(), at, sums.data(), first, sums.data(), first, count);
                float64.add(sums.data(), at + width, sums.data(), first + width, sums.data(), first + width, count);
            }
            var kernels = Kernels.ofBytes(gamma.dtype().bytes());
            kernels.addSums(sums.data(), first, gamma.data(), first, count);
            kernels.addSums(sums.data(), first + width, beta.data(), first, count);
        }

        private MemorySegment learned(State state, StateSlot slot) {
            return affine ? state.get(slot).data() : RowKernels.NONE;
        }
    }
}
