package io.fletching.provider.asgd;

import io.fletching.kernels.Term;
import io.fletching.rules.UpdateFormula;
import io.fletching.rules.WeightDecay;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Update;

/// Averaged stochastic gradient descent,
/// [Acceleration of Stochastic Approximation by Averaging](https://doi.org/10.1137/0330046), in PyTorch's form:
///
/// ```
/// η = lr / (1 + λ lr (t − 1))^α
/// g = g + weight-decay · p
/// p = p · (1 − λ η) − η g
/// a = a + (p − a) / max(1, t − 1 − start)
/// ```
///
/// Training moves p; the weights to evaluate with are a, the average of p from `start` on.
public final class Asgd implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1e-2);
    static final Option<Double> LAMBDA = Option.real("lambda", "Decay of the parameter", 1e-4, 0, Double.MAX_VALUE);
    static final Option<Double> ALPHA =
            Option.real("alpha", "Power by which the rate falls", 0.75, 0, Double.MAX_VALUE);
    static final Option<Double> START =
            Option.real("start", "Updates before the average begins", 1e6, 0, Double.MAX_VALUE);

    private static final StateSlot AVERAGE = StateSlot.like("average");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "asgd", "Gradient descent, averaged", LR, LAMBDA, ALPHA, START, WeightDecay.COUPLED)
            .paper("https://doi.org/10.1137/0330046");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double lambda = options.get(LAMBDA);
        double start = options.get(START);
        var eta = new Falling(lambda, options.get(ALPHA));
        var formula = new UpdateFormula();
        var p = formula.parameter();
        var a = formula.state(AVERAGE);
        var g = formula.gradientWithDecay(options.get(WeightDecay.COUPLED));
        var kept = formula.number(update -> 1 - lambda * eta.at(update));
        var rate = formula.number(eta::at);
        var share = formula.number(update -> share(start, update));
        var rest = formula.number(update -> 1 - share(start, update));

        var moved = formula.set(p, Term.fma(rate.negative(), g, p.times(kept)));
        formula.set(a, Term.fma(share, moved, a.times(rest)));
        formula.evaluateWith(AVERAGE);
        return formula.compile();
    }

    /// η
    private record Falling(double lambda, double alpha) {
        double at(Update update) {
            double lr = update.learningRate();
            return lr / Math.pow(1 + lambda * lr * (update.number() - 1), alpha);
        }
    }

    /// Of p in the average.
    private static double share(double start, Update update) {
        return 1 / Math.max(1, update.number() - 1 - start);
    }
}
