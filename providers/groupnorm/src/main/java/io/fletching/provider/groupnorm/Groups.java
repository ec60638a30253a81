package io.fletching.provider.groupnorm;

import static io.fletching.kernels.RowKernels.NONE;

import io.fletching.kernels.Kernels;
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

/// Rows that are groups of `width` values, normalized without regard to channels; then, sample by sample, gamma and
/// beta over its channels of `spatial` values. A part may begin and end within a sample.
record Groups(long groups, long channels, long spatial, double eps, boolean affine) implements Norm {
    private static final StateSlot GAMMA =
            StateSlot.fixed("gamma").life(Life.LEARNED).initially(1);
    private static final StateSlot BETA = StateSlot.fixed("beta").life(Life.LEARNED);
    private static final StateSlot MEAN = StateSlot.perRow("mean").life(Life.SAVED);
    private static final StateSlot INVERSE = StateSlot.perRow("inverse").life(Life.SAVED);
    /// The gradients of gamma, and behind them of beta, from the groups of one part.
    private static final StateSlot SUMS = StateSlot.perChunk("sums");

    /// Of one value a norm leaves 0, and of two which is larger.
    static final long LEAST = 3;

    /// The channels of a sample that has any.
    static long channels(String name, Shape sample) {
        if (sample.rank() == 0 || sample.size() == 0) {
            throw refusal(
                    name,
                    "cannot normalize samples of shape '" + sample
                            + "'; expected [channels] or [channels, …] with at least 1 element.");
        }
        return sample.dim(0);
    }

    static Groups of(String name, Shape sample, long groups, double eps, boolean affine, String cure) {
        long width = sample.size() / groups;
        if (width < LEAST) {
            throw refusal(
                    name,
                    "would take each mean over '" + width + "' values of samples of shape '" + sample
                            + "', and leave next to nothing of them and no gradient; expected '" + LEAST
                            + "' or more: " + cure + ".");
        }
        long channels = sample.dim(0);
        return new Groups(groups, channels, sample.size() / channels, eps, affine);
    }

    static FletchingException refusal(String name, String why) {
        return new FletchingException(FletchingException.Kind.USER, name + "-shape", "'" + name + "' " + why);
    }

    @Override
    public StateLayout layout(Phase phase) {
        if (!affine) {
            return StateLayout.rowwise(MEAN, INVERSE);
        }
        var gamma = GAMMA.sized(channels);
        var beta = BETA.sized(channels);
        return phase == Phase.BACKWARD
                ? StateLayout.rowwise(gamma, beta, MEAN, INVERSE, SUMS.sized(2 * channels))
                        .passes(Pass.parts(), Pass.shares(channels))
                : StateLayout.rowwise(gamma, beta, MEAN, INVERSE);
    }

    @Override
    public long rowsPerSample() {
        return groups;
    }

    @Override
    public void forward(Tensor x, Tensor y, State state, NormCall call) {
        var kernels = Kernels.ofBytes(x.dtype().bytes());
        long width = width();
        var mean = state.get(MEAN).data();
        var inverse = state.get(INVERSE).data();
        kernels.rowMoments(x.data(), 0, call.count(), width, mean, 0, inverse, 0);
        kernels.inverseRoots(inverse, 0, inverse, 0, call.count(), eps);
        kernels.rowNormalize(x.data(), 0, mean, 0, inverse, 0, NONE, 0, NONE, 0, y.data(), 0, call.count(), width);
        if (affine) {
            for (long row = 0, n; row < call.count(); row += n) {
                n = neighbours(call, row);
                scaleAndShift(kernels, y, row * width, state, channel(call, row), n * width / spatial);
            }
        }
    }

    @Override
    public void backward(Tensor x, Tensor dy, Tensor dx, State state, NormCall call) {
        if (call.pass() == 1) {
            addSums(state, 0, state.gradient(GAMMA), call);
            addSums(state, channels, state.gradient(BETA), call);
            return;
        }
        var kernels = Kernels.ofBytes(x.dtype().bytes());
        long width = width();
        var mean = state.get(MEAN).data();
        var inverse = state.get(INVERSE).data();
        if (affine) {
            // dx holds first the normalized x, then dy · gamma.
            kernels.rowNormalize(x.data(), 0, mean, 0, inverse, 0, NONE, 0, NONE, 0, dx.data(), 0, call.count(), width);
            for (long row = 0, n; row < call.count(); row += n) {
                n = neighbours(call, row);
                gradients(kernels, dy, dx, row * width, state, channel(call, row), n * width / spatial);
            }
        }
        var gradient = affine ? dx : dy;
        kernels.rowNormalizeBackward(
                x.data(), 0, gradient.data(), 0, mean, 0, inverse, 0, NONE, 0, dx.data(), 0, call.count(), width);
    }

    /// y = y · gamma + beta over `count` channels from `channel`.
    private void scaleAndShift(Kernels kernels, Tensor y, long at, State state, long channel, long count) {
        var gamma = state.get(GAMMA);
        var beta = state.get(BETA);
        if (spatial == 1) {
            kernels.multiply(y.data(), at, gamma.data(), channel, y.data(), at, count);
            kernels.add(y.data(), at, beta.data(), channel, y.data(), at, count);
            return;
        }
        for (long i = 0; i < count; i++) {
            long from = at + i * spatial;
            kernels.scaleAndShift(
                    y.data(), from, y.data(), from, spatial, gamma.get(channel + i), beta.get(channel + i));
        }
    }

    /// Adds to the gradients of gamma and beta, and overwrites z by dy · gamma, over `count` channels from `channel`.
    private void gradients(Kernels kernels, Tensor dy, Tensor z, long at, State state, long channel, long count) {
        var gamma = state.get(GAMMA);
        var sums = state.get(SUMS);
        if (spatial == 1) {
            kernels.columnDots(z.data(), at, dy.data(), at, 1, count, sums.data(), channel);
            kernels.columnSums(dy.data(), at, 1, count, sums.data(), channels + channel);
            kernels.multiply(dy.data(), at, gamma.data(), channel, z.data(), at, count);
            return;
        }
        for (long i = 0; i < count; i++) {
            long from = at + i * spatial;
            long c = channel + i;
            sums.set(c, sums.get(c) + kernels.dot(z.data(), from, dy.data(), from, spatial));
            sums.set(channels + c, sums.get(channels + c) + kernels.sum(dy.data(), from, spatial));
            kernels.scale(dy.data(), from, z.data(), from, spatial, gamma.get(c));
        }
    }

    /// Adds up the parts' gradients of a share of the channels.
    private static void addSums(State state, long at, Tensor gradient, NormCall call) {
        var sums = state.get(SUMS);
        long parts = sums.shape().dim(0);
        long stride = sums.shape().dim(1);
        Kernels.ofBytes(gradient.dtype().bytes())
                .addPartSums(
                        sums.data(), at + call.first(), parts, stride, gradient.data(), call.first(), call.count());
    }

    /// The values of a group.
    private long width() {
        return channels / groups * spatial;
    }

    /// The first channel of a row.
    private long channel(NormCall call, long row) {
        return (call.first() + row) % groups * (channels / groups);
    }

    /// How many rows from here on are of one sample.
    private long neighbours(NormCall call, long row) {
        return Math.min(groups - (call.first() + row) % groups, call.count() - row);
    }
}
