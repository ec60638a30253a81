package io.fletching.rules;

import io.fletching.spi.Option;

/// The option `weight-decay`, in the two forms that optimizers have, and where a flag chooses between them.
public final class WeightDecay {
    /// For [UpdateFormula#gradientWithDecay]; 0.
    public static final Option<Double> COUPLED = option("Share of the parameter added to its gradient", 0);

    /// For either form, beside [#DECOUPLED]; 0.
    public static final Option<Double> EITHER = option("Weight decay", 0);

    /// Which form; coupled.
    public static final Option<Boolean> DECOUPLED = Option.flag(
            "decoupled-weight-decay", "Decay the parameter, times lr, instead of adding to its gradient", false);

    private WeightDecay() {}

    /// For [UpdateFormula#parameterAfterDecay].
    public static Option<Double> decoupled(double value) {
        return option("Decoupled weight decay, times lr", value);
    }

    private static Option<Double> option(String summary, double value) {
        return Option.real("weight-decay", summary, value, 0, Double.MAX_VALUE);
    }
}
