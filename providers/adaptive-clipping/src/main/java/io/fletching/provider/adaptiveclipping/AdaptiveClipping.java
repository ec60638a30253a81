package io.fletching.provider.adaptiveclipping;

import io.fletching.spi.Call;
import io.fletching.spi.Clipper;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;

/// Adaptive gradient clipping, AGC,
/// [High-Performance Large-Scale Image Recognition Without Normalization](https://arxiv.org/abs/2102.06171): the
/// gradient of each unit is bounded by the norm of the unit's weights,
///
/// ```
/// g = g · limit / ‖g‖    where ‖g‖ > limit = clipping · max(‖w‖, eps)
/// ```
///
/// A unit is what leads to one output: a row of a weight `[out, in]`, a column of one that is `[in, out]`, as its layer
/// declares. A vector or a scalar is one unit. The paper leaves the last layer out: put it in a group that is
/// `unclipped`. A unit whose gradient is not finite, where the user lets it propagate, is left as it is.
public final class AdaptiveClipping implements Clipper {
    static final Option<Double> CLIPPING =
            Option.positive("clipping", "The largest norm of a unit's gradient, as a share of its weights' norm", 0.01);
    static final Option<Double> EPS =
            Option.positive("eps", "The least norm that a unit's weights are taken for", 1e-3);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "adaptive-clipping",
                    "Scales the gradient of each unit by the norm of its weights",
                    CLIPPING,
                    EPS,
                    ON_NON_FINITE)
            .paper("https://arxiv.org/abs/2102.06171");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return new Units(new Bound(options.get(CLIPPING), options.get(EPS)));
    }

    /// What a unit's gradient is multiplied by.
    record Bound(double clipping, double eps) {
        /// @param gradient the sum of its squares
        /// @param weights the sum of their squares
        double factor(double gradient, double weights) {
            double limit = clipping * Math.max(Math.sqrt(weights), eps);
            double norm = Math.sqrt(gradient);
            return norm > limit && Double.isFinite(norm) ? limit / norm : 1;
        }
    }

    private record Units(Bound bound) implements Rule {
        @Override
        public StateLayout edits(Parameter parameter) {
            return Rows.are(parameter) ? Rows.LAYOUT : Columns.layout(parameter);
        }

        @Override
        public void edit(Tensor gradient, Tensor parameter, State state, Call call) {
            if (state.has(Columns.FACTORS)) {
                Columns.edit(bound, gradient, parameter, state, call);
            } else {
                Rows.edit(bound, gradient, parameter);
            }
        }
    }
}
