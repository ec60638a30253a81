package io.fletching.reference;

import io.fletching.spi.Descriptor;
import io.fletching.spi.NormCall;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Options;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;

/// Another batch norm, whose running variance is made to take the variance divided by n and not by n − 1.
record BiasedBatchNorm(Normalizer unbiased) implements Normalizer {
    private static final StateSlot RUNNING_VARIANCE = StateSlot.fixed("running-variance");

    @Override
    public Descriptor descriptor() {
        return unbiased.descriptor();
    }

    @Override
    public Norm bind(Options options, Shape sample) {
        var norm = unbiased.bind(options, sample);
        return new Norm() {
            @Override
            public StateLayout layout(Phase phase) {
                return norm.layout(phase);
            }

            @Override
            public void forward(Tensor x, Tensor y, State state, NormCall call) {
                if (!call.training() || call.pass() != 1) {
                    norm.forward(x, y, state, call);
                    return;
                }
                var running = state.get(RUNNING_VARIANCE);
                var before = new double[(int) running.size()];
                for (int c = 0; c < before.length; c++) {
                    before[c] = running.get(c);
                }
                norm.forward(x, y, state, call);
                double n = (double) x.size() / sample.dim(0);
                double momentum = Double.parseDouble(options.texts().get("momentum"));
                for (long c = call.first(); c < call.first() + call.count(); c++) {
                    double kept = (1 - momentum) * before[(int) c];
                    running.set(c, kept + (running.get(c) - kept) * (n - 1) / n);
                }
            }

            @Override
            public void backward(Tensor x, Tensor dy, Tensor dx, State state, NormCall call) {
                norm.backward(x, dy, dx, state, call);
            }
        };
    }
}
