package io.fletching.runtime;

import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Pass;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import io.fletching.spi.Update;

/// Optimizers that try the hard corners of the contract.
final class Rules {
    static final Option<Double> LR = Option.learningRate(0.1);
    static final Option<Double> DECAY = Option.real("decay", "Weight decay", 0, 0, 1);

    private Rules() {}

    /// Gradient descent with weight decay.
    record Plain(String name) implements Optimizer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of(name, "Gradient descent", LR, DECAY);
        }

        @Override
        public Rule bind(Options options) {
            double decay = options.get(DECAY);
            return new Rule() {
                @Override
                public StateLayout layout(Parameter parameter) {
                    return StateLayout.elementwise();
                }

                @Override
                public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                    double keep = 1 - step.learningRate() * decay * step.decay();
                    double rate = step.learningRate() * step.gradientScale();
                    for (long i = 0; i < parameter.size(); i++) {
                        parameter.set(i, parameter.get(i) * keep - rate * gradient.get(i));
                    }
                }
            };
        }
    }

    /// Momentum, scaled for each tensor by the ratio of two norms, as LAMB does: a layout of scope ELEMENT that
    /// combines.
    record Ratio() implements Optimizer {
        static final StateSlot MEAN = StateSlot.like("mean").initially(0.5);
        static final StateSlot SQUARES = StateSlot.perChunk("squares").sized(2);
        static final StateSlot RATIO = StateSlot.fixed("ratio").as(DType.F64).life(StateSlot.Life.SCRATCH);

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("ratio", "A layer-wise rate", LR);
        }

        @Override
        public Rule bind(Options options) {
            return new Rule() {
                @Override
                public StateLayout layout(Parameter parameter) {
                    return StateLayout.elementwise(MEAN, SQUARES, RATIO)
                            .passes(Pass.parts(), Pass.whole(), Pass.parts())
                            .scalars(1);
                }

                @Override
                public void prepare(Update update, double[] scalars) {
                    scalars[0] = 1 - Math.pow(0.9, (double) update.number());
                }

                @Override
                public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                    Tensor mean = state.get(MEAN);
                    Tensor squares = state.get(SQUARES);
                    switch (step.pass()) {
                        case 0 -> {
                            for (long i = 0; i < parameter.size(); i++) {
                                double g = gradient.get(i) * step.gradientScale();
                                mean.set(i, 0.9 * mean.get(i) + 0.1 * g);
                                squares.set(0, squares.get(0) + Math.pow(parameter.get(i), 2));
                                squares.set(1, squares.get(1) + Math.pow(mean.get(i) / step.scalar(0), 2));
                            }
                        }
                        case 1 -> {
                            double weights = 0;
                            double means = 0;
                            for (long part = 0; part < squares.shape().dim(0); part++) {
                                weights += squares.get(2 * part);
                                means += squares.get(2 * part + 1);
                            }
                            state.get(RATIO).set(0, Math.sqrt((weights + 1e-3) / (means + 1e-3)));
                        }
                        default -> {
                            double rate = step.learningRate() * state.get(RATIO).get(0) / step.scalar(0);
                            for (long i = 0; i < parameter.size(); i++) {
                                parameter.set(i, parameter.get(i) - rate * mean.get(i));
                            }
                        }
                    }
                }
            };
        }
    }

    /// Second moments by row and by column, as Adafactor keeps them: a layout of scope ROW with kept rows.
    record Factored() implements Optimizer {
        static final StateSlot ROWS = StateSlot.perRow("rows");
        static final StateSlot COLUMNS = StateSlot.fixed("columns");
        static final StateSlot SUMS = StateSlot.perChunk("sums");

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("factored", "Second moments by row and column", LR);
        }

        @Override
        public Rule bind(Options options) {
            return new Rule() {
                @Override
                public StateLayout layout(Parameter parameter) {
                    long width = parameter.shape().rowLength();
                    return StateLayout.rowwise(ROWS, COLUMNS.sized(width), SUMS.sized(width))
                            .passes(Pass.parts(), Pass.shares(width), Pass.parts());
                }

                @Override
                public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                    Tensor sums = state.get(SUMS);
                    if (step.pass() == 1) {
                        Tensor columns = state.get(COLUMNS);
                        for (long c = step.first(); c < step.first() + step.count(); c++) {
                            double sum = 0;
                            for (long part = 0; part < sums.shape().dim(0); part++) {
                                sum += sums.get(part * sums.shape().dim(1) + c);
                            }
                            columns.set(
                                    c,
                                    columns.get(c) * 0.9
                                            + sum / parameter.shape().rows());
                        }
                        return;
                    }
                    long width = parameter.shape().rowLength();
                    Tensor rows = state.get(ROWS);
                    for (long i = 0; i < parameter.size(); i++) {
                        double g = gradient.get(i) * step.gradientScale();
                        if (step.pass() == 0) {
                            rows.set(i / width, (i % width == 0 ? 0.9 : 1) * rows.get(i / width) + g * g);
                            sums.set(i % width, sums.get(i % width) + g * g);
                        } else {
                            double scale = Math.sqrt(
                                    rows.get(i / width) * state.get(COLUMNS).get(i % width) + 1e-6);
                            parameter.set(i, parameter.get(i) - step.learningRate() * g / scale);
                        }
                    }
                }
            };
        }
    }

    /// Momentum of the tensor taken whole, in shares of its rows, as Muon works: scope TENSOR, with scratch that is
    /// full of what others left there.
    record Shared() implements Optimizer {
        static final StateSlot START = StateSlot.like("start").fromParameter();
        static final StateSlot TOTAL = StateSlot.like("total").life(StateSlot.Life.SCRATCH);

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("shared", "The tensor whole, in shares", LR);
        }

        @Override
        public Rule bind(Options options) {
            return new Rule() {
                @Override
                public StateLayout layout(Parameter parameter) {
                    Pass rows = Pass.shares(parameter.shape().rows());
                    return StateLayout.whole(START, TOTAL).passes(rows, rows);
                }

                @Override
                public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                    long width = parameter.shape().rowLength();
                    Tensor total = state.get(TOTAL);
                    for (long i = step.first() * width; i < (step.first() + step.count()) * width; i++) {
                        if (step.pass() == 0) {
                            total.set(i, gradient.get(i) * step.gradientScale());
                        } else {
                            // Reads its neighbours' rows, so that the barrier matters.
                            double mixed = total.get(i) + total.get(total.size() - 1 - i);
                            parameter.set(
                                    i,
                                    parameter.get(i) + 0.01 * state.get(START).get(i) - step.learningRate() * mixed);
                        }
                    }
                }
            };
        }
    }

    /// Throws in its second update, after it wrote.
    record Failing() implements Optimizer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("failing", "Fails half-way", LR);
        }

        @Override
        public Rule bind(Options options) {
            return new Rule() {
                @Override
                public StateLayout layout(Parameter parameter) {
                    return StateLayout.elementwise();
                }

                @Override
                public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                    parameter.set(0, 99);
                    if (step.number() == 2) {
                        throw new IllegalStateException("no more");
                    }
                }
            };
        }
    }

    /// Writes to its gradient.
    record Writing() implements Optimizer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("writing", "Writes what it may only read", LR);
        }

        @Override
        public Rule bind(Options options) {
            return new Rule() {
                @Override
                public StateLayout layout(Parameter parameter) {
                    return StateLayout.elementwise();
                }

                @Override
                public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                    gradient.set(0, 1);
                }
            };
        }
    }
}
