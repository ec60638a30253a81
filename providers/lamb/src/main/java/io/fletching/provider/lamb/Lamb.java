package io.fletching.provider.lamb;

import static io.fletching.rules.Moments.biasCorrection;
import static io.fletching.rules.Moments.rootCorrection;

import io.fletching.kernels.Kernels;
import io.fletching.kernels.Norms;
import io.fletching.kernels.Term;
import io.fletching.rules.Moments;
import io.fletching.rules.UpdateFormula;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Pass;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import io.fletching.spi.Update;

/// LAMB, [Large Batch Optimization for Deep Learning](https://arxiv.org/abs/1904.00962):
///
/// ```
/// m = β₁ m + (1 − β₁) g
/// v = β₂ v + (1 − β₂) g²
/// u = m / (1 − β₁ᵗ) / (√v / √(1 − β₂ᵗ) + eps) + weight-decay · p
/// p = p − lr · ‖p‖ / ‖u‖ · u
/// ```
///
/// Norms are those of the whole parameter. Their ratio is 1 where either is 0, and, with `adapt=decayed`, where there
/// is no weight decay: timm leaves biases and norms to Adam in this way, and Optax, like the paper, does not
/// (`adapt=always`). The gradient's total norm, which timm clips to 1, is a clipper's matter.
public final class Lamb implements Optimizer {
    /// Which parameters have a ratio.
    enum Adapt {
        DECAYED,
        ALWAYS
    }

    static final Option<Double> LR = Option.learningRate(1e-3);
    static final Option<Double> EPS = Moments.eps(1e-6);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Weight decay, within what the ratio scales", 0.01, 0, Double.MAX_VALUE);
    static final Option<Boolean> BIAS_CORRECTION =
            Option.flag("bias-correction", "Correct the means for their start at zero", true);
    static final Option<Adapt> ADAPT = Option.choice(
            "adapt", "Whether the ratio is of decayed parameters alone (timm), or of all (Optax)", Adapt.DECAYED);
    static final Option<Boolean> TRUST_CLIP = Option.flag("trust-clip", "Keep the ratio to at most 1 (LAMBC)", false);

    private static final StateSlot UPDATE = StateSlot.like("update").life(StateSlot.Life.SCRATCH);

    /// Of the parameter and of its update.
    private static final StateSlot SQUARES = StateSlot.perChunk("squares").sized(2);

    private static final StateSlot RATIO =
            StateSlot.fixed("ratio").as(DType.F64).life(StateSlot.Life.SCRATCH);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "lamb",
                    "Adam whose step is as long as the parameter, times the rate",
                    LR,
                    Moments.BETA1,
                    Moments.BETA2,
                    EPS,
                    WEIGHT_DECAY,
                    BIAS_CORRECTION,
                    ADAPT,
                    TRUST_CLIP)
            .paper("https://arxiv.org/abs/1904.00962");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return new Scaled(
                direction(options),
                options.get(WEIGHT_DECAY),
                options.get(ADAPT) == Adapt.ALWAYS,
                options.get(TRUST_CLIP) ? 1 : Double.MAX_VALUE);
    }

    /// The rule that leaves u in its slot, and the parameter as it is.
    private static Rule direction(Options options) {
        double beta1 = options.get(Moments.BETA1);
        double beta2 = options.get(Moments.BETA2);
        double weightDecay = options.get(WEIGHT_DECAY);
        boolean corrected = options.get(BIAS_CORRECTION);
        var formula = new UpdateFormula();
        var p = formula.parameter();
        var g = formula.gradient();
        var m = formula.state(Moments.FIRST);
        var v = formula.state(Moments.SECOND);
        var u = formula.state(UPDATE);
        var correction1 = formula.number(update -> corrected ? 1 / biasCorrection(beta1, update) : 1);
        var correction2 = formula.number(update -> corrected ? rootCorrection(beta2, update) : 1);
        var decay = formula.number(update -> weightDecay * update.decay());

        var first = formula.set(m, m.averaging(g, beta1));
        var second = formula.set(v, v.averagingSquare(g, beta2));
        var root = Term.fma(second.root(), correction2, Term.of(options.get(EPS)));
        formula.set(u, Term.fma(decay, p, first.times(correction1).over(root)));
        return formula.compile();
    }

    private record Scaled(Rule direction, double weightDecay, boolean always, double largest) implements Rule {
        @Override
        public StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise(Moments.FIRST, Moments.SECOND, UPDATE, SQUARES, RATIO)
                    .passes(Pass.parts(), Pass.whole(), Pass.parts())
                    .scalars(direction.layout(parameter).scalarCount());
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            direction.prepare(update, scalars);
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            switch (step.pass()) {
                case 0 -> {
                    direction.step(parameter, gradient, state, step);
                    var squares = state.get(SQUARES);
                    squares.set(0, sumOfSquares(parameter));
                    squares.set(1, sumOfSquares(state.get(UPDATE)));
                }
                case 1 -> state.get(RATIO).set(0, ratio(state.get(SQUARES), step));
                default -> {
                    var update = state.get(UPDATE).data();
                    double factor = -step.learningRate() * state.get(RATIO).get(0);
                    Kernels.f32().addScaled(update, 0, parameter.data(), 0, parameter.size(), factor);
                }
            }
        }

        private static double sumOfSquares(Tensor tensor) {
            return Kernels.f32().sumOfSquares(tensor.data(), 0, tensor.size());
        }

        private double ratio(Tensor squares, Step step) {
            if (!always && weightDecay * step.decay() == 0) {
                return 1;
            }
            long parts = squares.shape().dim(0);
            double ratio = Norms.trustRatio(
                    Norms.ofParts(squares.data(), parts, 2, 0), Norms.ofParts(squares.data(), parts, 2, 1));
            return Math.min(largest, ratio);
        }
    }
}
