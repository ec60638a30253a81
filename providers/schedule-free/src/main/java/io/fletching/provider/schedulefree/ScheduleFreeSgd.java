package io.fletching.provider.schedulefree;

import io.fletching.provider.schedulefree.ScheduleFree.Direction;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// Schedule-free gradient descent, [The Road Less Scheduled](https://arxiv.org/abs/2405.15682): an average in place of
/// a falling rate and of momentum. Training moves y, where gradients are taken; the weights to evaluate with are x, the
/// average of z:
///
/// ```
/// d = g + weight-decay · y
/// w = tʳ · (largest lr so far)ᵖ
/// c = w / Σw
/// z = z − lr d
/// x = (1 − c) x + c z
/// y = (1 − momentum) z + momentum · x
/// ```
///
/// It is meant for a constant rate behind a warm-up. Rates ten times as large as those of `sgd` with momentum may be
/// best.
public final class ScheduleFreeSgd implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1);
    static final Option<Double> MOMENTUM =
            Option.positive("momentum", "Where between z (0) and its average (1) gradients are taken", 0.9, 1);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "schedule-free-sgd",
                    "Gradient descent with an average in place of a falling rate",
                    LR,
                    MOMENTUM,
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
        return ScheduleFree.of(options, options.get(MOMENTUM), Direction.GRADIENT);
    }
}
