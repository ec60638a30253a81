package io.fletching.runtime;

import io.fletching.spi.NormCall;
import io.fletching.spi.Normalizer.Norm;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Pass;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Life;
import io.fletching.spi.Tensor;

/// Norms that use every kind of slot and pass, in plain code.
final class Norms {
    static final StateSlot SCALE = StateSlot.fixed("scale").life(Life.LEARNED).initially(1);
    static final StateSlot ROOT = StateSlot.perRow("root").life(Life.SAVED);
    static final StateSlot SUMS = StateSlot.perChunk("sums");
    static final StateSlot MEAN = StateSlot.fixed("mean").life(Life.SCRATCH);
    static final StateSlot RUNNING = StateSlot.fixed("running");

    private Norms() {}

    /// Divides each row by its root mean square, times a learned scale for each column.
    record RowScale(long rowsPerSample, int width) implements Norm {
        @Override
        public StateLayout layout(Phase phase) {
            StateSlot scale = SCALE.sized(width);
            return switch (phase) {
                case TRAIN -> StateLayout.rowwise(scale, ROOT);
                case EVALUATE -> StateLayout.rowwise(scale);
                case BACKWARD ->
                    StateLayout.rowwise(scale, ROOT, SUMS.sized(width)).passes(Pass.parts(), Pass.shares(width));
            };
        }

        @Override
        public void forward(Tensor x, Tensor y, State state, NormCall call) {
            Tensor scale = state.get(SCALE);
            for (long row = 0; row < call.count(); row++) {
                double squares = 0;
                for (int i = 0; i < width; i++) {
                    squares += x.get(row * width + i) * x.get(row * width + i);
                }
                double root = Math.sqrt(squares / width);
                for (int i = 0; i < width; i++) {
                    y.set(row * width + i, x.get(row * width + i) / root * scale.get(i));
                }
                if (call.training()) {
                    state.get(ROOT).set(row, root);
                }
            }
        }

        @Override
        public void backward(Tensor x, Tensor dy, Tensor dx, State state, NormCall call) {
            Tensor sums = state.get(SUMS);
            if (call.pass() == 0) {
                Tensor scale = state.get(SCALE);
                for (long row = 0; row < call.count(); row++) {
                    double root = state.get(ROOT).get(row);
                    double dot = 0;
                    for (int i = 0; i < width; i++) {
                        long at = row * width + i;
                        dot += dy.get(at) * scale.get(i) * x.get(at);
                        sums.set(i, sums.get(i) + dy.get(at) * x.get(at) / root);
                    }
                    for (int i = 0; i < width; i++) {
                        long at = row * width + i;
                        dx.set(at, (dy.get(at) * scale.get(i) - x.get(at) * dot / (width * root * root)) / root);
                    }
                }
                return;
            }
            Tensor gradient = state.gradient(SCALE);
            for (long i = call.first(); i < call.first() + call.count(); i++) {
                for (long part = 0; part < sums.shape().dim(0); part++) {
                    gradient.set(i, gradient.get(i) + sums.get(part * width + i));
                }
            }
        }
    }

    /// Takes the batch's mean from each column, and keeps the average of the means of all batches.
    record Centre(int width) implements Norm {
        @Override
        public StateLayout layout(Phase phase) {
            StateSlot mean = MEAN.sized(width);
            StateSlot running = RUNNING.sized(width);
            return switch (phase) {
                case TRAIN ->
                    StateLayout.rowwise(SUMS.sized(width + 1L), mean, running)
                            .passes(Pass.parts(), Pass.shares(width), Pass.parts());
                case EVALUATE -> StateLayout.rowwise(running);
                case BACKWARD ->
                    StateLayout.rowwise(SUMS.sized(width + 1L), mean)
                            .passes(Pass.parts(), Pass.shares(width), Pass.parts());
            };
        }

        @Override
        public void forward(Tensor x, Tensor y, State state, NormCall call) {
            if (!call.training()) {
                subtract(x, state.get(RUNNING), y);
            } else {
                centre(x, y, state, call);
                if (call.pass() == 1) {
                    for (long i = call.first(); i < call.first() + call.count(); i++) {
                        double before = state.get(RUNNING).get(i);
                        state.get(RUNNING).set(i, before + (state.get(MEAN).get(i) - before) / call.number());
                    }
                }
            }
        }

        @Override
        public void backward(Tensor x, Tensor dy, Tensor dx, State state, NormCall call) {
            centre(dy, dx, state, call);
        }

        private void centre(Tensor in, Tensor out, State state, NormCall call) {
            Tensor sums = state.get(SUMS);
            switch (call.pass()) {
                case 0 -> {
                    for (long i = 0; i < in.size(); i++) {
                        sums.set(i % width, sums.get(i % width) + in.get(i));
                    }
                    sums.set(width, (double) call.count());
                }
                case 1 -> {
                    for (long i = call.first(); i < call.first() + call.count(); i++) {
                        double sum = 0;
                        double count = 0;
                        for (long part = 0; part < sums.shape().dim(0); part++) {
                            sum += sums.get(part * (width + 1L) + i);
                            count += sums.get(part * (width + 1L) + width);
                        }
                        state.get(MEAN).set(i, sum / count);
                    }
                }
                default -> subtract(in, state.get(MEAN), out);
            }
        }

        private void subtract(Tensor in, Tensor mean, Tensor out) {
            for (long i = 0; i < in.size(); i++) {
                out.set(i, in.get(i) - mean.get(i % width));
            }
        }
    }
}
