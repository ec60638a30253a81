package io.fletching.runtime;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import io.fletching.spi.Update;

/// Descent from a point of its own; the model is judged half-way between it and the parameter.
record Schedulefree() implements Optimizer {
    static final StateSlot POINT = StateSlot.like("point").fromParameter();

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("schedulefree", "Has evaluation weights", Rules.LR);
    }

    @Override
    public Rule bind(Options options) {
        return new Rule() {
            @Override
            public StateLayout layout(Parameter parameter) {
                return StateLayout.elementwise(POINT).scalars(1);
            }

            @Override
            public void prepare(Update update, double[] scalars) {
                scalars[0] = update.learningRate() / update.number();
            }

            @Override
            public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                for (long i = 0; i < parameter.size(); i++) {
                    Tensor point = state.get(POINT);
                    double g = gradient.get(i) * step.gradientScale();
                    point.set(i, point.get(i) - step.learningRate() * g);
                    parameter.set(i, parameter.get(i) + step.scalar(0) * (point.get(i) - parameter.get(i)));
                }
            }

            @Override
            public boolean hasEvaluationWeights() {
                return true;
            }

            @Override
            public void evaluationWeights(Tensor parameter, State state, Tensor out, Step step) {
                double share = step.number() == 0 ? 0 : 0.5 + step.scalar(0);
                for (long i = 0; i < parameter.size(); i++) {
                    out.set(i, parameter.get(i) + share * (state.get(POINT).get(i) - parameter.get(i)));
                }
            }
        };
    }
}
