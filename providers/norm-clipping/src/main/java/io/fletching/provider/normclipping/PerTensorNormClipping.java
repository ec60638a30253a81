package io.fletching.provider.normclipping;

import io.fletching.spi.Clipper;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Gradients;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.State;
import io.fletching.spi.Tensor;

/// Clipping of each gradient by its own norm: it is multiplied by `min(1, max-norm / (norm + eps))`, as Keras does by
/// `clipnorm`.
///
/// With `mean` the norm is divided by the norm of as many ones. For p = 2 that is the root mean square, the form of
/// [Adafactor](https://arxiv.org/abs/1804.04235) and of Optax's `clip_by_block_rms`, and one bound does for tensors of
/// any size. A gradient that is not finite, where the user lets it propagate, is not scaled.
public final class PerTensorNormClipping implements Clipper {
    static final Option<Boolean> MEAN =
            Option.flag("mean", "Whether the norm is of the mean and not the sum: for p=2 the root mean square", false);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "per-tensor-norm-clipping",
                    "Scales each gradient whose norm is large",
                    Norm.MAX_NORM,
                    Norm.P,
                    MEAN,
                    Norm.EPS,
                    ON_NON_FINITE)
            .paper("https://arxiv.org/abs/1211.5063");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return new Scaling(
                new Norm(options.get(Norm.P)), options.get(Norm.MAX_NORM), options.get(MEAN), options.get(Norm.EPS));
    }

    private record Scaling(Norm norm, double maxNorm, boolean mean, double eps) implements Rule {
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
            for (int i = 0; i < gradients.count(); i++) {
                double own = norm.of(gradients, i);
                long n = gradients.parameter(i).shape().size();
                double size = mean && n > 0 ? own / norm.ofOnes(n) : own;
                if (Double.isFinite(size)) {
                    gradients.scale(i, Norm.factor(maxNorm, size, eps));
                }
            }
        }
    }
}
