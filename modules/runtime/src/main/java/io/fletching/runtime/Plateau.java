package io.fletching.runtime;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Tensor;

/// A learning rate that falls where the validation loss no longer does.
final class Plateau {
    /// How a loss must be below the best to be better.
    enum Mode {
        /// Below the best by a share of it.
        RELATIVE,
        /// Below the best by an amount.
        ABSOLUTE
    }

    private static final Option<Double> FACTOR =
            Option.fraction("factor", "What the learning rate is multiplied by", 0.1);
    private static final Option<Long> PATIENCE = Option.integer(
            "patience", "Validations in a row that may be no better before it falls", 10, 0, Long.MAX_VALUE);
    private static final Option<Double> THRESHOLD =
            Option.real("threshold", "How much lower a loss must be to be better", 1e-4, 0, Double.MAX_VALUE);
    private static final Option<Mode> MODE = Option.choice("mode", "Of what the threshold is", Mode.RELATIVE);
    private static final Option<Long> COOLDOWN =
            Option.integer("cooldown", "Validations after a fall that do not count", 0, 0, Long.MAX_VALUE);
    private static final Option<Double> FLOOR = Option.real("floor", "The lowest factor on the learning rate", 0, 0, 1);

    static final Descriptor DESCRIPTOR = Descriptor.of(
            "plateau",
            "A factor where the validation loss falls no more",
            Curve.WARMUP,
            FACTOR,
            PATIENCE,
            THRESHOLD,
            MODE,
            COOLDOWN,
            FLOOR);

    private final Options options;

    /// F64 `[4]`: the factor, the best loss, validations that were no better, those that do not count.
    private final Tensor state;

    Plateau(Options options, Tensor state) {
        this.options = options;
        this.state = state;
        state.set(0, 1);
        state.set(1, Double.POSITIVE_INFINITY);
    }

    double factor() {
        return state.get(0);
    }

    /// Takes note of a validation loss. One that is not a number is no better.
    void judged(double loss) {
        double best = state.get(1);
        double threshold = options.get(THRESHOLD);
        boolean better = loss < (options.get(MODE) == Mode.RELATIVE ? best * (1 - threshold) : best - threshold);
        double bad = better ? 0 : state.get(2) + 1;
        if (better) {
            state.set(1, loss);
        }
        if (state.get(3) > 0) {
            state.set(3, state.get(3) - 1);
            bad = 0;
        }
        if (bad > options.get(PATIENCE)) {
            state.set(0, Math.max(factor() * options.get(FACTOR), options.get(FLOOR)));
            state.set(3, options.get(COOLDOWN));
            bad = 0;
        }
        state.set(2, bad);
    }
}
