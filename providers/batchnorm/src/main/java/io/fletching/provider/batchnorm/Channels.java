package io.fletching.provider.batchnorm;

import static io.fletching.spi.StateSlot.Life.LEARNED;
import static io.fletching.spi.StateSlot.Life.SAVED;
import static io.fletching.spi.StateSlot.Life.SCRATCH;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import io.fletching.spi.FletchingException;
import io.fletching.spi.NormCall;
import io.fletching.spi.Normalizer.Norm;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Pass;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Batch norm over samples of some channels, of one value each or of several. How a part is gone over is a matter of
/// [Sweeps].
///
/// What a part knows goes to its numbers in [#SUMS], from where the parts are combined in their order.
record Channels(long channels, Sweeps sweeps, double eps, double momentum, boolean cumulative, boolean affine)
        implements Norm {
    static final StateSlot GAMMA = StateSlot.fixed("gamma").life(LEARNED).initially(1);
    static final StateSlot BETA = StateSlot.fixed("beta").life(LEARNED);
    private static final StateSlot RUNNING_MEAN = StateSlot.fixed("running-mean");
    private static final StateSlot RUNNING_VARIANCE =
            StateSlot.fixed("running-variance").initially(1);
    static final StateSlot MEAN = StateSlot.fixed("mean").life(SAVED);
    static final StateSlot INVERSE = StateSlot.fixed("inverse").life(SAVED);
    /// The inverse times gamma.
    static final StateSlot SCALE = StateSlot.fixed("scale").life(SCRATCH);
    /// The means over the batch of dy, and of dy times the normalized x.
    static final StateSlot MEAN_GRADIENT = StateSlot.fixed("mean-gradient").life(SCRATCH);
    static final StateSlot MEAN_PRODUCT = StateSlot.fixed("mean-product").life(SCRATCH);
    /// How many values of each channel the part has, then two numbers for each channel: forward, their mean and the sum
    /// of their squared deviations from it; backward, the sums of dy and of dy times the normalized x.
    private static final StateSlot SUMS = StateSlot.perChunk("sums");

    private static final ValueLayout.OfDouble DOUBLE = JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public StateLayout layout(Phase phase) {
        var slots = new ArrayList<>(List.of(MEAN, INVERSE, SCALE));
        if (affine) {
            slots.addAll(List.of(GAMMA, BETA));
        }
        slots.addAll(
                phase == Phase.BACKWARD
                        ? List.of(MEAN_GRADIENT, MEAN_PRODUCT)
                        : List.of(RUNNING_MEAN, RUNNING_VARIANCE));
        slots.replaceAll(slot -> slot.sized(channels));
        if (phase == Phase.EVALUATE) {
            return StateLayout.rowwise(slots.toArray(StateSlot[]::new)).passes(Pass.shares(channels), Pass.parts());
        }
        slots.add(SUMS.sized(1 + 2 * channels));
        return StateLayout.rowwise(slots.toArray(StateSlot[]::new))
                .passes(Pass.parts(), Pass.shares(channels), Pass.parts());
    }

    @Override
    public void forward(Tensor x, Tensor y, State state, NormCall call) {
        if (call.training()) {
            switch (call.pass()) {
                case 0 -> gatherMoments(x, state);
                case 1 -> combineMoments(state, call);
                default -> sweeps.normalize(x, y, state);
            }
        } else if (call.pass() == 0) {
            useRunningMoments(state, call);
        } else {
            sweeps.normalize(x, y, state);
        }
    }

    @Override
    public void backward(Tensor x, Tensor dy, Tensor dx, State state, NormCall call) {
        switch (call.pass()) {
            case 0 -> gatherGradients(x, dy, state);
            case 1 -> combineGradients(state, call);
            default -> sweeps.normalizeBackward(x, dy, dx, state);
        }
    }

    private void gatherMoments(Tensor x, State state) {
        var sums = state.get(SUMS).data();
        long values = x.size() / channels;
        put(sums, 0, (double) values);
        sweeps.moments(x, sums, 1, 1 + channels);
    }

    private void gatherGradients(Tensor x, Tensor dy, State state) {
        var sums = state.get(SUMS).data();
        long values = x.size() / channels;
        put(sums, 0, (double) values);
        sweeps.gradients(x, dy, state, sums, 1, 1 + channels);
    }

    /// Combines parts by the formula of Chan, Golub and LeVeque,
    /// [Updating Formulae and a Pairwise Algorithm for Computing Sample
    /// Variances](https://doi.org/10.1007/978-3-642-51461-6_3).
    private void combineMoments(State state, NormCall call) {
        var sums = state.get(SUMS);
        long width = 1 + 2 * channels;
        for (long channel = call.first(); channel < call.first() + call.count(); channel++) {
            double n = 0;
            double mean = 0;
            double deviations = 0;
            for (long at = 0; at < sums.size(); at += width) {
                double more = get(sums.data(), at);
                if (more > 0) {
                    double difference = get(sums.data(), at + 1 + channel) - mean;
                    double share = more / (n + more);
                    mean += difference * share;
                    deviations += get(sums.data(), at + 1 + channels + channel) + difference * difference * n * share;
                    n += more;
                }
            }
            if (n < 2) {
                throw new FletchingException(
                        FletchingException.Kind.DATA,
                        "batchnorm-values",
                        "'batchnorm' has '" + (long) n + "' values for channel '" + channel
                                + "' in training; expected at least 2, so use a larger batch or leave the last one out.");
            }
            fix(state, channel, mean, deviations / n);
            double weight = cumulative ? 1.0 / call.number() : momentum;
            move(state.get(RUNNING_MEAN), channel, weight, mean);
            move(state.get(RUNNING_VARIANCE), channel, weight, deviations / (n - 1));
        }
    }

    private static void move(Tensor running, long channel, double weight, double value) {
        running.set(channel, (1 - weight) * running.get(channel) + weight * value);
    }

    private void useRunningMoments(State state, NormCall call) {
        for (long channel = call.first(); channel < call.first() + call.count(); channel++) {
            fix(
                    state,
                    channel,
                    state.get(RUNNING_MEAN).get(channel),
                    state.get(RUNNING_VARIANCE).get(channel));
        }
    }

    /// Decides by what a channel is normalized.
    private void fix(State state, long channel, double mean, double variance) {
        state.get(MEAN).set(channel, mean);
        state.get(INVERSE).set(channel, 1 / Math.sqrt(variance + eps));
        scale(state, channel);
    }

    private void scale(State state, long channel) {
        double gamma = affine ? state.get(GAMMA).get(channel) : 1;
        state.get(SCALE).set(channel, state.get(INVERSE).get(channel) * gamma);
    }

    private void combineGradients(State state, NormCall call) {
        var sums = state.get(SUMS);
        long width = 1 + 2 * channels;
        for (long channel = call.first(); channel < call.first() + call.count(); channel++) {
            double n = 0;
            double gradient = 0;
            double product = 0;
            for (long at = 0; at < sums.size(); at += width) {
                n += get(sums.data(), at);
                gradient += get(sums.data(), at + 1 + channel);
                product += get(sums.data(), at + 1 + channels + channel);
            }
            scale(state, channel);
            // Running statistics are constants: no gradient goes through them.
            state.get(MEAN_GRADIENT).set(channel, call.training() ? gradient / n : 0);
            state.get(MEAN_PRODUCT).set(channel, call.training() ? product / n : 0);
            if (affine) {
                var beta = state.gradient(BETA);
                var gamma = state.gradient(GAMMA);
                beta.set(channel, beta.get(channel) + gradient);
                gamma.set(channel, gamma.get(channel) + product);
            }
        }
    }

    private static double get(MemorySegment doubles, long index) {
        return doubles.get(DOUBLE, index * Double.BYTES);
    }

    private static void put(MemorySegment doubles, long index, double value) {
        doubles.set(DOUBLE, index * Double.BYTES, value);
    }
}
