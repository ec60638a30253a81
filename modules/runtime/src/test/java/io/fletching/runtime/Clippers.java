package io.fletching.runtime;

import io.fletching.spi.Call;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Gradients;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;

/// Clippers that decide, measure, edit and remember.
final class Clippers {
    static final Option<Double> MAXIMUM = Option.positive("maximum", "Bound", 1);

    private Clippers() {}

    /// Bounds the norm of all gradients together.
    record Norm() implements Clipper {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("norm", "By norm", MAXIMUM, ON_NON_FINITE);
        }

        @Override
        public Rule bind(Options options) {
            double maximum = options.get(MAXIMUM);
            return new Rule() {
                @Override
                public void decide(Gradients gradients, State history) {
                    double norm = gradients.norm();
                    if (!(norm <= maximum)) {
                        gradients.scale(maximum / norm);
                    }
                }
            };
        }
    }

    /// Bounds the sum of absolute values of each gradient, which it measures itself, and counts in its history.
    record Sum() implements Clipper {
        static final StateSlot COUNT = StateSlot.fixed("count").as(DType.F64).initially(100);

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("sum", "By the sum of absolute values", MAXIMUM);
        }

        @Override
        public Rule bind(Options options) {
            double maximum = options.get(MAXIMUM);
            return new Rule() {
                @Override
                public StateLayout history() {
                    return StateLayout.elementwise(COUNT);
                }

                @Override
                public int measures() {
                    return 2;
                }

                @Override
                public void measure(Tensor gradient, double[] sums) {
                    for (long i = 0; i < gradient.size(); i++) {
                        sums[1] += Math.abs(gradient.get(i));
                    }
                }

                @Override
                public void decide(Gradients gradients, State history) {
                    history.get(COUNT).set(0, history.get(COUNT).get(0) + 1);
                    for (int i = 0; i < gradients.count(); i++) {
                        double sum = gradients.measured(i, 1) * gradients.pending(i);
                        if (sum > maximum) {
                            gradients.scale(i, maximum / sum);
                        }
                    }
                }
            };
        }
    }

    /// Bounds every element.
    record Value() implements Clipper {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("value", "By value", MAXIMUM);
        }

        @Override
        public Rule bind(Options options) {
            double maximum = options.get(MAXIMUM);
            return new Rule() {
                @Override
                public StateLayout edits(Parameter parameter) {
                    return StateLayout.elementwise();
                }

                @Override
                public void edit(Tensor gradient, Tensor parameter, State state, Call call) {
                    for (long i = 0; i < gradient.size(); i++) {
                        gradient.set(i, Math.clamp(gradient.get(i), -maximum, maximum));
                    }
                }
            };
        }
    }

    /// Scales by a factor that is not a number above 0.
    record Broken() implements Clipper {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("broken", "Scales by zero");
        }

        @Override
        public Rule bind(Options options) {
            return new Rule() {
                @Override
                public void decide(Gradients gradients, State history) {
                    gradients.scale(0);
                }
            };
        }
    }
}
