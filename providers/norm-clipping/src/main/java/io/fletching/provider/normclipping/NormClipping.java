package io.fletching.provider.normclipping;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Gradients;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;

/// Clipping by the norm of all gradients together,
/// [On the difficulty of training recurrent neural networks](https://arxiv.org/abs/1211.5063), in PyTorch's form: every
/// gradient is multiplied by `min(1, max-norm / (norm + 1e-6))`, where `norm` is the p-norm of all elements.
///
/// The norm of the last update, before clipping, is what the history slot `norm` holds. Where the user lets gradients
/// that are not finite propagate they have no norm, and nothing is scaled.
public final class NormClipping implements Clipper {
    static final Option<Double> MAX_NORM = Option.positive("max-norm", "The largest norm that is left as it is", 1);
    static final Option<Double> P =
            Option.real("p", "Which norm: 1, 2, any other power, infinity", 2, 0.1, Double.POSITIVE_INFINITY);

    static final StateSlot NORM = StateSlot.fixed("norm").as(DType.F64);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "norm-clipping", "Scales all gradients when their common norm is large", MAX_NORM, P, ON_NON_FINITE)
            .paper("https://arxiv.org/abs/1211.5063");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return new Scaling(options.get(MAX_NORM), options.get(P));
    }

    private record Scaling(double maxNorm, double p) implements Rule {
        @Override
        public StateLayout history() {
            return StateLayout.whole(NORM);
        }

        @Override
        public int measures() {
            return p == 2 || p == Double.POSITIVE_INFINITY ? 0 : 1;
        }

        @Override
        public void measure(Tensor gradient, double[] sums) {
            sums[0] += Kernels.f32().sumOfPowers(gradient.data(), 0, gradient.size(), p);
        }

        @Override
        public void decide(Gradients gradients, State history) {
            double norm = norm(gradients);
            history.get(NORM).set(0, norm);
            if (Double.isFinite(norm)) {
                gradients.scale(Math.clamp(maxNorm / (norm + 1e-6), Double.MIN_VALUE, 1));
            } else if (Double.isFinite(gradients.norm())) {
                throw new FletchingException(
                        FletchingException.Kind.DATA,
                        "norm-overflow",
                        "The norm of finite gradients with p '" + p + "' is beyond float64; use p 'infinity' instead.");
            }
        }

        private double norm(Gradients gradients) {
            if (p == 2) {
                return gradients.norm();
            }
            double total = 0;
            for (int i = 0; i < gradients.count(); i++) {
                total = p == Double.POSITIVE_INFINITY
                        ? Math.max(total, gradients.maximum(i))
                        : total + gradients.measured(i, 0) * Math.pow(gradients.pending(i), p);
            }
            return p == Double.POSITIVE_INFINITY ? total : Math.pow(total, 1 / p);
        }
    }
}
