package io.fletching.provider.schedulefree;

import io.fletching.provider.schedulefree.ScheduleFree.Direction;
import io.fletching.rules.Moments;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// Schedule-free AdamW, [The Road Less Scheduled](https://arxiv.org/abs/2405.15682): an average in place of a falling
/// rate and of the first moment. Training moves y, where gradients are taken; the weights to evaluate with are x, the
/// average of z:
///
/// ```
/// v = β₂ v + (1 − β₂) g²
/// d = g / (√v / √(1 − β₂ᵗ) + eps) + weight-decay · y
/// w = tʳ · (largest lr so far)ᵖ
/// c = w / Σw
/// z = z − lr d
/// x = (1 − c) x + c z
/// y = (1 − β₁) z + β₁ x
/// ```
///
/// It is meant for a constant rate behind a warm-up. Rates ten times as large as AdamW's may be best.
public final class ScheduleFreeAdamW implements Optimizer {
    static final Option<Double> LR = Option.learningRate(2.5e-3);
    static final Option<Double> BETA1 = Option.positive(
            "beta1", "Where between z (0) and its average (1) gradients are taken, as momentum does", 0.9, 1);
    static final Option<Double> EPS = Moments.eps(1e-8);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "schedule-free-adamw",
                    "AdamW with an average in place of a falling rate",
                    LR,
                    BETA1,
                    Moments.BETA2,
                    EPS,
                    ScheduleFree.WEIGHT_DECAY,
                    ScheduleFree.WEIGHT_POWER,
                    ScheduleFree.WEIGHT_LR_POWER)
            .paper("https://arxiv.org/abs/2405.15682");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return ScheduleFree.of(
                options, options.get(BETA1), new Direction(true, options.get(Moments.BETA2), options.get(EPS)));
    }
}
