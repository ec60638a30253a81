package io.fletching.provider.nadam;

import static io.fletching.rules.Moments.rootCorrection;

import io.fletching.kernels.Term;
import io.fletching.rules.Moments;
import io.fletching.rules.UpdateFormula;
import io.fletching.rules.WeightDecay;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Update;

/// NAdam, [Incorporating Nesterov Momentum into Adam](https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ),
/// in PyTorch's form:
///
/// ```
/// μᵢ = β₁ (1 − 0.96^(i · momentum-decay) / 2)
/// m = β₁ m + (1 − β₁) g
/// v = β₂ v + (1 − β₂) g²
/// d = (1 − μₜ) / (1 − Πᵢ₌₁ᵗ μᵢ) · g + μₜ₊₁ / (1 − Πᵢ₌₁ᵗ⁺¹ μᵢ) · m
/// p = p − lr · d / (√v / √(1 − β₂ᵗ) + eps)
/// ```
///
/// Before that weight decay adds weight-decay · p to g, or with `decoupled-weight-decay` multiplies p by
/// 1 − lr · weight-decay.
public final class NAdam implements Optimizer {
    static final Option<Double> LR = Option.learningRate(2e-3);
    static final Option<Double> EPS = Moments.eps(1e-8);
    static final Option<Double> MOMENTUM_DECAY =
            Option.real("momentum-decay", "How fast the momentum grows to beta1", 4e-3, 0, Double.MAX_VALUE);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "nadam",
                    "Adam with Nesterov momentum",
                    LR,
                    Moments.BETA1,
                    Moments.BETA2,
                    EPS,
                    MOMENTUM_DECAY,
                    WeightDecay.EITHER,
                    WeightDecay.DECOUPLED)
            .paper("https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double beta1 = options.get(Moments.BETA1);
        double beta2 = options.get(Moments.BETA2);
        double weightDecay = options.get(WeightDecay.EITHER);
        boolean decoupled = options.get(WeightDecay.DECOUPLED);
        var momentum = new Momentum(beta1, options.get(MOMENTUM_DECAY));
        var formula = new UpdateFormula();
        var p = formula.parameter();
        var m = formula.state(Moments.FIRST);
        var v = formula.state(Moments.SECOND);
        var g = decoupled ? formula.gradient() : formula.gradientWithDecay(weightDecay);
        var kept = decoupled ? formula.parameterAfterDecay(weightDecay) : p;
        var gradientRate = formula.number(momentum::gradientRate);
        var meanRate = formula.number(momentum::meanRate);
        var correction = formula.number(update -> rootCorrection(beta2, update));

        var first = formula.set(m, m.averaging(g, beta1));
        var second = formula.set(v, v.averagingSquare(g, beta2));
        var root = Term.fma(second.root(), correction, Term.of(options.get(EPS)));
        var direction = Term.fma(gradientRate, g, first.times(meanRate));
        formula.set(p, kept.minus(direction.over(root)));
        return formula.compile();
    }

    /// The momentum as it grows.
    record Momentum(double beta1, double decay) {
        double gradientRate(Update update) {
            long number = update.number();
            return update.learningRate() * (1 - at(number)) / (1 - product(number));
        }

        double meanRate(Update update) {
            long number = update.number();
            double next = at(number + 1);
            return update.learningRate() * next / (1 - product(number) * next);
        }

        /// μᵢ
        private double at(long i) {
            return beta1 * (1 - 0.5 * Math.pow(0.96, decay * (double) i));
        }

        /// The product of the first momenta: of all, or of as many as 1 − product can tell from more.
        private double product(long number) {
            double product = 1;
            for (long i = 1; i <= number && product > 1e-17; i++) {
                product *= at(i);
            }
            return product;
        }
    }
}
