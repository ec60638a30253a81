package io.fletching.provider.lamb;

import io.fletching.kernels.Formula;
import io.fletching.kernels.FusedLoop;
import io.fletching.kernels.Kernels;
import io.fletching.kernels.Norms;
import io.fletching.kernels.Term;
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
    static final Option<Double> BETA1 = Option.fraction("beta1", "Decay of the mean of gradients", 0.9);
    static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the mean of squared gradients", 0.999);
    static final Option<Double> EPS =
            Option.real("eps", "Added to the root, after its bias correction", 1e-6, 0, Double.MAX_VALUE);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Weight decay, within what the ratio scales", 0.01, 0, Double.MAX_VALUE);
    static final Option<Boolean> BIAS_CORRECTION =
            Option.flag("bias-correction", "Correct the means for their start at zero", true);
    static final Option<Adapt> ADAPT = Option.choice(
            "adapt", "Whether the ratio is of decayed parameters alone (timm), or of all (Optax)", Adapt.DECAYED);
    static final Option<Boolean> TRUST_CLIP = Option.flag("trust-clip", "Keep the ratio to at most 1 (LAMBC)", false);

    static final StateSlot FIRST = StateSlot.like("first-moment");
    static final StateSlot SECOND = StateSlot.like("second-moment");
    private static final StateSlot UPDATE = StateSlot.like("update").life(StateSlot.Life.SCRATCH);

    /// Of the parameter and of its update.
    private static final StateSlot SQUARES = StateSlot.perChunk("squares").sized(2);

    private static final StateSlot RATIO =
            StateSlot.fixed("ratio").as(DType.F64).life(StateSlot.Life.SCRATCH);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "lamb",
                    "Adam whose step is as long as the parameter, times the rate",
                    LR,
                    BETA1,
                    BETA2,
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
        double beta1 = options.get(BETA1);
        double beta2 = options.get(BETA2);
        return new Scaled(
                beta1,
                beta2,
                options.get(WEIGHT_DECAY),
                options.get(BIAS_CORRECTION),
                options.get(ADAPT) == Adapt.ALWAYS,
                options.get(TRUST_CLIP) ? 1 : Double.MAX_VALUE,
                loop(beta1, beta2, options.get(EPS)));
    }

    private static FusedLoop loop(double beta1, double beta2, double eps) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var m = formula.operand();
        var v = formula.operand();
        var u = formula.operand();
        var scale = formula.number();
        var correction1 = formula.number();
        var correction2 = formula.number();
        var decay = formula.number();

        var g = gradient.times(scale);
        var first = formula.set(m, m.averaging(g, beta1));
        var second = formula.set(v, v.averagingSquare(g, beta2));
        var adam = first.times(correction1).over(Term.fma(second.root(), correction2, Term.of(eps)));
        formula.set(u, Term.fma(decay, p, adam));
        return formula.compile();
    }

    private record Scaled(
            double beta1,
            double beta2,
            double weightDecay,
            boolean corrected,
            boolean always,
            double largest,
            FusedLoop loop)
            implements Rule {
        private static final int CORRECTION1 = 0;
        private static final int CORRECTION2 = 1;

        @Override
        public StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise(FIRST, SECOND, UPDATE, SQUARES, RATIO)
                    .passes(Pass.parts(), Pass.whole(), Pass.parts())
                    .scalars(2);
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            double number = update.number();
            scalars[CORRECTION1] = corrected ? 1 / (1 - Math.pow(beta1, number)) : 1;
            scalars[CORRECTION2] = corrected ? 1 / Math.sqrt(1 - Math.pow(beta2, number)) : 1;
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            switch (step.pass()) {
                case 0 -> direct(parameter, gradient, state, step);
                case 1 -> state.get(RATIO).set(0, ratio(state.get(SQUARES), step));
                default ->
                    Kernels.f32()
                            .addScaled(
                                    state.get(UPDATE).data(),
                                    0,
                                    parameter.data(),
                                    0,
                                    parameter.size(),
                                    -step.learningRate() * state.get(RATIO).get(0));
            }
        }

        private void direct(Tensor parameter, Tensor gradient, State state, Step step) {
            var update = state.get(UPDATE).data();
            loop.run(
                    parameter.size(),
                    parameter.data(),
                    gradient.data(),
                    state.get(FIRST).data(),
                    state.get(SECOND).data(),
                    update,
                    step.gradientScale(),
                    step.scalar(CORRECTION1),
                    step.scalar(CORRECTION2),
                    weightDecay * step.decay(),
                    0,
                    0);
            var squares = state.get(SQUARES);
            squares.set(0, Kernels.f32().sumOfSquares(parameter.data(), 0, parameter.size()));
            squares.set(1, Kernels.f32().sumOfSquares(update, 0, parameter.size()));
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
