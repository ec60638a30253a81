package io.fletching.reference;

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

/// Clipping by the 2-norm that leaves negative elements as they are.
final class OneSidedClipping implements Clipper {
    private static final Option<Double> MAX_NORM = Option.positive("max-norm", "", 1);
    private static final Option<Double> P = Option.real("p", "", 2, 1, Double.POSITIVE_INFINITY);
    private static final StateSlot NORM = StateSlot.fixed("norm").as(DType.F64);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("one-sided-clipping", "Scales positive gradients alone", MAX_NORM, P);
    }

    @Override
    public Rule bind(Options options) {
        var norm = new double[1];
        return new Rule() {
            @Override
            public StateLayout history() {
                return StateLayout.whole(NORM);
            }

            @Override
            public void decide(Gradients gradients, State history) {
                norm[0] = gradients.norm();
                history.get(NORM).set(0, norm[0]);
            }

            @Override
            public StateLayout edits(Parameter parameter) {
                return StateLayout.elementwise();
            }

            @Override
            public void edit(Tensor gradient, Tensor parameter, State state, Call call) {
                double factor = Math.min(1, options.get(MAX_NORM) / (norm[0] + 1e-6));
                for (long i = 0; i < gradient.size(); i++) {
                    double g = gradient.get(i);
                    gradient.set(i, g > 0 ? factor * g : g);
                }
            }
        };
    }
}
