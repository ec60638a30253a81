package io.fletching.provider.radam;

import static io.fletching.rules.Moments.biasCorrection;

import io.fletching.kernels.Term;
import io.fletching.rules.Moments;
import io.fletching.rules.UpdateFormula;
import io.fletching.rules.WeightDecay;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Update;

/// RAdam, [On the Variance of the Adaptive Learning Rate and Beyond](https://arxiv.org/abs/1908.03265), in PyTorch's
/// form:
///
/// ```
/// m = β₁ m + (1 − β₁) g
/// v = β₂ v + (1 − β₂) g²
/// ρ∞ = 2 / (1 − β₂) − 1,  ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)
/// ρ > 5:  p = p − lr / (1 − β₁ᵗ) · r · √(1 − β₂ᵗ) · m / (√v + eps)
///         r = √((ρ − 4) (ρ − 2) ρ∞ / ((ρ∞ − 4) (ρ∞ − 2) ρ))
/// else:   p = p − lr / (1 − β₁ᵗ) · m
/// ```
///
/// Before that weight decay adds weight-decay · p to g, or with `decoupled-weight-decay` multiplies p by
/// 1 − lr · weight-decay.
public final class RAdam implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1e-3);
    static final Option<Double> EPS =
            Option.real("eps", "Added to the root, before its bias correction", 1e-8, 0, Double.MAX_VALUE);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "radam",
                    "Adam with a rectified start",
                    LR,
                    Moments.BETA1,
                    Moments.BETA2,
                    EPS,
                    WeightDecay.EITHER,
                    WeightDecay.DECOUPLED)
            .paper("https://arxiv.org/abs/1908.03265");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double beta1 = options.get(Moments.BETA1);
        double beta2 = options.get(Moments.BETA2);
        double eps = options.get(EPS);
        double weightDecay = options.get(WeightDecay.EITHER);
        boolean decoupled = options.get(WeightDecay.DECOUPLED);
        var formula = new UpdateFormula();
        var p = formula.parameter();
        var m = formula.state(Moments.FIRST);
        var v = formula.state(Moments.SECOND);
        var g = decoupled ? formula.gradient() : formula.gradientWithDecay(weightDecay);
        var kept = decoupled ? formula.parameterAfterDecay(weightDecay) : p;
        var rate = formula.number(update -> {
            double r = rectification(beta2, update);
            return update.learningRate() / biasCorrection(beta1, update) * (r > 0 ? r : 1);
        });
        // Where the variance of the rate is not tractable, m / (0 · √v + 1).
        var adaptive = formula.number(update -> rectification(beta2, update) > 0 ? 1 : 0);
        var fixed = formula.number(update -> rectification(beta2, update) > 0 ? eps : 1);

        var first = formula.set(m, m.averaging(g, beta1));
        var second = formula.set(v, v.averagingSquare(g, beta2));
        var divisor = Term.fma(second.root(), adaptive, fixed);
        formula.set(p, Term.fma(rate.negative(), first.over(divisor), kept));
        return formula.compile();
    }

    /// r · √(1 − β₂ᵗ), or 0 where the variance of the rate is not tractable.
    private static double rectification(double beta2, Update update) {
        double number = update.number();
        double power = Math.pow(beta2, number);
        double most = 2 / (1 - beta2) - 1;
        double length = most - 2 * number * power / (1 - power);
        return length > 5
                ? Math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length) * (1 - power))
                : 0;
    }
}
