package io.fletching.rules;

import io.fletching.spi.Option;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Update;

/// The two moments of [Adam](https://arxiv.org/abs/1412.6980), which its relatives have under the same names: a moving
/// average m of gradients and one, v, of their squares, both from zero.
public final class Moments {
    /// β₁, 0.9.
    public static final Option<Double> BETA1 = Option.fraction("beta1", "Decay of the mean of gradients", 0.9);

    /// β₂, 0.999.
    public static final Option<Double> BETA2 =
            Option.fraction("beta2", "Decay of the mean of squared gradients", 0.999);

    /// m.
    public static final StateSlot FIRST = StateSlot.like("first-moment");

    /// v.
    public static final StateSlot SECOND = StateSlot.like("second-moment");

    /// Whether the largest v so far takes the place of v
    /// ([On the Convergence of Adam and Beyond](https://arxiv.org/abs/1904.09237)); off.
    public static final Option<Boolean> AMSGRAD =
            Option.flag("amsgrad", "Divide by the largest second moment so far", false);

    /// The largest v so far.
    public static final StateSlot LARGEST = StateSlot.like("largest-second-moment");

    private Moments() {}

    /// What is added to √v / √(1 − β₂ᵗ).
    public static Option<Double> eps(double value) {
        return Option.real("eps", "Added to the root, after its bias correction", value, 0, Double.MAX_VALUE);
    }

    /// 1 − βᵗ, by which a moving average that started at zero is divided.
    public static double biasCorrection(double beta, Update update) {
        return 1 - Math.pow(beta, (double) update.number());
    }

    /// 1 / √(1 − βᵗ), by which the root of such an average is multiplied.
    public static double rootCorrection(double beta, Update update) {
        return 1 / Math.sqrt(biasCorrection(beta, update));
    }
}
