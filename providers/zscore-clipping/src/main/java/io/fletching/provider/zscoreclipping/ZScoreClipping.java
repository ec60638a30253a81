package io.fletching.provider.zscoreclipping;

import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Gradients;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;

/// ZClip, [Adaptive Spike Mitigation for LLM Pre-Training](https://arxiv.org/abs/2504.02507): clipping of norms that
/// are unlikely after those before. With the mean μ and the deviation σ of the norms so far,
///
/// ```
/// z = (norm − μ) / (σ + eps)
/// norm → μ + threshold² · σ / z    where z > threshold
/// μ = decay · μ + (1 − decay) · norm
/// σ² = decay · σ² + (1 − decay) · (norm − μ)²
/// ```
///
/// so a spike is brought the lower the higher it is, and enters the history as it was brought. During the warm-up
/// nothing is clipped, and μ and σ² are those of all norms. To bound these norms too, let `norm-clipping` follow.
///
/// The history is saved with the rest: a resumed run knows what it knew. Gradients that are not finite, where the user
/// lets them propagate, have no norm: nothing is scaled, and the history stays as it is. Nor is anything scaled as long
/// as all norms were zero.
public final class ZScoreClipping implements Clipper {
    static final Option<Double> THRESHOLD =
            Option.positive("threshold", "The largest z-score that is left as it is", 2.5);
    static final Option<Double> DECAY = Option.fraction("decay", "Decay of mean and variance of the norms", 0.97);
    static final Option<Long> WARMUP =
            Option.integer("warmup", "The updates that only collect norms", 25, 2, Long.MAX_VALUE);
    static final Option<Target> TARGET = Option.choice(
            "target",
            "What a spike is brought to: less the higher it is, the threshold, or the mean",
            Target.RECIPROCAL);
    static final Option<Double> EPS =
            Option.real("eps", "Added to the deviation that is divided by", 1e-6, 0, Double.MAX_VALUE);

    /// Updates counted, mean, variance.
    static final StateSlot NORMS = StateSlot.fixed("norms").as(DType.F64).sized(3);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "zscore-clipping",
                    "Scales all gradients when their norm is out of the ordinary",
                    THRESHOLD,
                    DECAY,
                    WARMUP,
                    TARGET,
                    EPS,
                    ON_NON_FINITE)
            .paper("https://arxiv.org/abs/2504.02507");

    /// What the norm of a spike becomes.
    enum Target {
        RECIPROCAL,
        THRESHOLD,
        MEAN;

        /// In deviations above the mean.
        double score(double z, double threshold) {
            return switch (this) {
                case RECIPROCAL -> threshold * threshold / z;
                case THRESHOLD -> threshold;
                case MEAN -> 0;
            };
        }
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return new Spikes(
                options.get(THRESHOLD), options.get(DECAY), options.get(WARMUP), options.get(TARGET), options.get(EPS));
    }

    private record Spikes(double threshold, double decay, long warmup, Target target, double eps) implements Rule {
        @Override
        public StateLayout history() {
            return StateLayout.whole(NORMS);
        }

        @Override
        public void decide(Gradients gradients, State history) {
            Tensor norms = history.get(NORMS);
            double norm = gradients.norm();
            if (!Double.isFinite(norm)) {
                return;
            }
            double count = norms.get(0) + 1;
            double mean = norms.get(1);
            double variance = norms.get(2);
            boolean collects = count <= warmup;
            double kept = collects ? norm : kept(norm, mean, Math.sqrt(variance));
            if (kept < norm) {
                gradients.scale(Math.max(Double.MIN_VALUE, kept / norm));
            }
            double share = collects ? 1 / count : 1 - decay;
            double moved = mean + share * (kept - mean);
            // The first is Welford's, for the variance of all so far; the second the paper's.
            double square = (kept - (collects ? mean : moved)) * (kept - moved);
            norms.set(0, count);
            norms.set(1, moved);
            norms.set(2, variance + share * (square - variance));
        }

        /// What a norm is brought to.
        private double kept(double norm, double mean, double deviation) {
            double z = (norm - mean) / (deviation + eps);
            return z > threshold && mean > 0 ? mean + target.score(z, threshold) * deviation : norm;
        }
    }
}
