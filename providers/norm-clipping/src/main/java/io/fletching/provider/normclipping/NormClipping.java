package io.fletching.provider.normclipping;

import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Gradients;
import io.fletching.spi.Options;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;

/// Clipping by the norm of all gradients together,
/// [On the difficulty of training recurrent neural networks](https://arxiv.org/abs/1211.5063), in PyTorch's form: every
/// gradient is multiplied by `min(1, max-norm / (norm + eps))`, where `norm` is the p-norm of all elements. With `eps`
/// 0 it is Optax's.
///
/// The norm of the last update, before clipping, is what the history slot `norm` holds. Where the user lets gradients
/// that are not finite propagate they have no norm, and nothing is scaled.
public final class NormClipping implements Clipper {
    static final StateSlot NORM = StateSlot.fixed("norm").as(DType.F64);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "norm-clipping",
                    "Scales all gradients when their common norm is large",
                    Norm.MAX_NORM,
                    Norm.P,
                    Norm.EPS,
                    ON_NON_FINITE)
            .paper("https://arxiv.org/abs/1211.5063");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return new Scaling(new Norm(options.get(Norm.P)), options.get(Norm.MAX_NORM), options.get(Norm.EPS));
    }

    private record Scaling(Norm norm, double maxNorm, double eps) implements Rule {
        @Override
        public StateLayout history() {
            return StateLayout.whole(NORM);
        }

        @Override
        public int measures() {
            return norm.measures();
        }

        @Override
        public void measure(Tensor gradient, double[] sums) {
            norm.measure(gradient, sums);
        }

        @Override
        public void decide(Gradients gradients, State history) {
            double total = norm.of(gradients);
            history.get(NORM).set(0, total);
            if (Double.isFinite(total)) {
                gradients.scale(Norm.factor(maxNorm, total, eps));
            }
        }
    }
}
