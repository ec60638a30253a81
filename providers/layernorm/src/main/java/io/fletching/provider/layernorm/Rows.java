package io.fletching.provider.layernorm;

import io.fletching.kernels.Kernels;
import io.fletching.kernels.RowKernels;
import io.fletching.spi.FletchingException;
import io.fletching.spi.NormCall;
import io.fletching.spi.Normalizer.Norm;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Life;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Samples as rows, each divided by what it measures itself: its deviation where rows are centered, else the root of
/// its mean square, without mean and beta.
record Rows(long width, boolean centered, double eps, boolean affine) implements Norm {
    private static final StateSlot GAMMA =
            StateSlot.fixed("gamma").life(Life.LEARNED).initially(1);
    private static final StateSlot BETA = StateSlot.fixed("beta").life(Life.LEARNED);
    private static final StateSlot MEAN = StateSlot.perRow("mean").life(Life.SAVED);
    private static final StateSlot INVERSE = StateSlot.perRow("inverse").life(Life.SAVED);
    /// The gradients of gamma, and behind them of beta, from the rows of one part.
    private static final StateSlot SUMS = StateSlot.perChunk("sums");

    static Rows of(String name, Shape sample, boolean centered, double eps, boolean affine) {
        if (sample.rank() == 0 || sample.size() == 0) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    name + "-shape",
                    "'" + name + "' cannot normalize samples of shape '" + sample
                            + "'; expected at least 1 element and 1 axis.");
        }
        return new Rows(sample.size(), centered, eps, affine);
    }

    @Override
    public StateLayout layout(Phase phase) {
        var slots = new ArrayList<>(centered ? List.of(MEAN, INVERSE) : List.of(INVERSE));
        if (affine) {
            slots.addAll(learned());
        }
        if (!affine || phase != Phase.BACKWARD) {
            return StateLayout.rowwise(slots.toArray(StateSlot[]::new));
        }
        slots.add(SUMS.sized(learned().size() * width));
        return StateLayout.rowwise(slots.toArray(StateSlot[]::new)).passes(Pass.parts(), Pass.shares(width));
    }

    private List<StateSlot> learned() {
        return centered ? List.of(GAMMA.sized(width), BETA.sized(width)) : List.of(GAMMA.sized(width));
    }

    @Override
    public void forward(Tensor x, Tensor y, State state, NormCall call) {
        var kernels = Kernels.ofBytes(x.dtype().bytes());
        long rows = x.size() / width;
        var mean = mean(state);
        var inverse = state.get(INVERSE).data();
        if (centered) {
            kernels.rowMoments(x.data(), 0, rows, width, mean, 0, inverse, 0);
        } else {
            kernels.rowMeanSquares(x.data(), 0, rows, width, inverse, 0);
        }
        kernels.inverseRoots(inverse, 0, inverse, 0, rows, eps);
        var gamma = affine ? state.get(GAMMA).data() : RowKernels.NONE;
        var beta = affine && centered ? state.get(BETA).data() : RowKernels.NONE;
        kernels.rowNormalize(x.data(), 0, mean, 0, inverse, 0, gamma, 0, beta, 0, y.data(), 0, rows, width);
    }

    @Override
    public void backward(Tensor x, Tensor dy, Tensor dx, State state, NormCall call) {
        if (call.pass() == 1) {
            combine(state, call.first(), call.count());
            return;
        }
        var kernels = Kernels.ofBytes(x.dtype().bytes());
        long rows = x.size() / width;
        var mean = mean(state);
        var inverse = state.get(INVERSE).data();
        var gamma = affine ? state.get(GAMMA).data() : RowKernels.NONE;
        kernels.rowNormalizeBackward(
                x.data(), 0, dy.data(), 0, mean, 0, inverse, 0, gamma, 0, dx.data(), 0, rows, width);
        if (affine) {
            var sums = state.get(SUMS).data();
            kernels.rowNormalizedDots(x.data(), 0, dy.data(), 0, mean, 0, inverse, 0, rows, width, sums, 0);
            if (centered) {
                kernels.columnSums(dy.data(), 0, rows, width, sums, width);
            }
        }
    }

    /// Adds up the parts for `count` columns from `first`.
    private void combine(State state, long first, long count) {
        add(state, 0, state.gradient(GAMMA), first, count);
        if (centered) {
            add(state, width, state.gradient(BETA), first, count);
        }
    }

    private static void add(State state, long at, Tensor gradient, long first, long count) {
        var sums = state.get(SUMS);
        Kernels.ofBytes(gradient.dtype().bytes())
                .addPartSums(
                        sums.data(),
                        at + first,
                        sums.shape().dim(0),
                        sums.shape().dim(1),
                        gradient.data(),
                        first,
                        count);
    }

    private MemorySegment mean(State state) {
        return centered ? state.get(MEAN).data() : RowKernels.NONE;
    }
}
