package io.fletching.provider.lars;

import static io.fletching.kernels.FusedLoop.NONE;

import io.fletching.kernels.Formula;
import io.fletching.kernels.FusedLoop;
import io.fletching.kernels.Kernels;
import io.fletching.kernels.Norms;
import io.fletching.kernels.Term;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
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

/// LARS, [Large Batch Training of Convolutional Networks](https://arxiv.org/abs/1708.03888), with timm's options:
///
/// ```
/// r = trust · ‖p‖ / (‖g‖ + weight-decay · ‖p‖ + eps)
/// d = r · (g + weight-decay · p)
/// b = momentum · b + (1 − dampening) · d                 (the first b is d)
/// p = p − lr · (d + momentum · b with Nesterov, or b)
/// ```
///
/// Norms are those of the whole parameter. The ratio r is 1 where either is 0 and, with `adapt=decayed`, where there is
/// no weight decay, so that biases and norms take plain steps. Optax divides by ‖g + weight-decay · p‖ instead, which
/// is not here.
public final class Lars implements Optimizer {
    /// Which parameters have a ratio.
    enum Adapt {
        DECAYED,
        ALWAYS
    }

    static final Option<Double> LR = Option.learningRate(1);
    static final Option<Double> MOMENTUM = Option.fraction("momentum", "Share of the velocity that is kept", 0.9);
    static final Option<Double> DAMPENING =
            Option.real("dampening", "Share of the step that the velocity leaves out", 0, 0, 1);
    static final Option<Boolean> NESTEROV = Option.flag("nesterov", "Look ahead along the velocity", false);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Added to the gradient, times the parameter", 1e-4, 0, Double.MAX_VALUE);
    static final Option<Double> TRUST = Option.positive("trust", "Of the parameter's norm, the norm of a step", 1e-3);
    static final Option<Double> EPS =
            Option.real("eps", "Added to the divisor of the ratio", 1e-8, 0, Double.MAX_VALUE);
    static final Option<Adapt> ADAPT =
            Option.choice("adapt", "Whether the ratio is of decayed parameters alone, or of all", Adapt.DECAYED);
    static final Option<Boolean> TRUST_CLIP =
            Option.flag("trust-clip", "Keep the ratio to at most the learning rate, over it (LARC)", false);

    static final StateSlot VELOCITY = StateSlot.like("velocity");

    /// Of the parameter and of its gradient.
    private static final StateSlot SQUARES = StateSlot.perChunk("squares").sized(2);

    private static final StateSlot RATIO =
            StateSlot.fixed("ratio").as(DType.F64).life(StateSlot.Life.SCRATCH);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "lars",
                    "Momentum whose step is as long as the parameter, times a share of it",
                    LR,
                    MOMENTUM,
                    DAMPENING,
                    NESTEROV,
                    WEIGHT_DECAY,
                    TRUST,
                    EPS,
                    ADAPT,
                    TRUST_CLIP)
            .paper("https://arxiv.org/abs/1708.03888");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        if (options.get(NESTEROV) && (options.get(MOMENTUM) == 0 || options.get(DAMPENING) != 0)) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "lars-nesterov",
                    "The optimizer 'lars' has 'nesterov' with momentum '" + options.get(MOMENTUM) + "' and dampening '"
                            + options.get(DAMPENING) + "'; looking ahead needs momentum and no dampening.");
        }
        return new Scaled(
                options.get(DAMPENING),
                options.get(WEIGHT_DECAY),
                options.get(TRUST),
                options.get(EPS),
                options.get(ADAPT) == Adapt.ALWAYS,
                options.get(TRUST_CLIP),
                options.get(MOMENTUM) > 0,
                loop(options.get(MOMENTUM), options.get(NESTEROV)));
    }

    private static FusedLoop loop(double momentum, boolean nesterov) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var scale = formula.number();
        var decay = formula.number();
        var rate = formula.number();
        var direction = Term.fma(decay, p, gradient.times(scale));
        if (momentum > 0) {
            var velocity = formula.operand();
            var fresh = formula.number();
            var moved = formula.set(velocity, Term.fma(Term.of(momentum), velocity, direction.times(fresh)));
            direction = nesterov ? Term.fma(Term.of(momentum), moved, direction) : moved;
        }
        formula.set(p, Term.fma(rate.negative(), direction, p));
        return formula.compile();
    }

    private record Scaled(
            double dampening,
            double weightDecay,
            double trust,
            double eps,
            boolean always,
            boolean clipped,
            boolean hasMomentum,
            FusedLoop loop)
            implements Rule {
        private static final int FRESH = 0;

        @Override
        public StateLayout layout(Parameter parameter) {
            var layout = hasMomentum
                    ? StateLayout.elementwise(VELOCITY, SQUARES, RATIO)
                    : StateLayout.elementwise(SQUARES, RATIO);
            return layout.passes(Pass.parts(), Pass.whole(), Pass.parts()).scalars(1);
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            scalars[FRESH] = update.number() == 1 ? 1 : 1 - dampening;
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            switch (step.pass()) {
                case 0 -> {
                    var squares = state.get(SQUARES);
                    squares.set(0, Kernels.f32().sumOfSquares(parameter.data(), 0, parameter.size()));
                    squares.set(1, Kernels.f32().sumOfSquares(gradient.data(), 0, gradient.size()));
                }
                case 1 -> state.get(RATIO).set(0, ratio(state.get(SQUARES), step));
                default -> move(parameter, gradient, state, step);
            }
        }

        private double ratio(Tensor squares, Step step) {
            double decay = weightDecay * step.decay();
            if (!always && decay == 0) {
                return 1;
            }
            long parts = squares.shape().dim(0);
            double weight = Norms.ofParts(squares.data(), parts, 2, 0);
            double gradient = Norms.ofParts(squares.data(), parts, 2, 1) * step.gradientScale();
            double ratio = gradient > 0 ? Norms.trustRatio(trust * weight, gradient + decay * weight + eps) : 1;
            return clipped && step.learningRate() > 0 ? Math.min(1, ratio / step.learningRate()) : ratio;
        }

        private void move(Tensor parameter, Tensor gradient, State state, Step step) {
            double ratio = state.get(RATIO).get(0);
            loop.run(
                    parameter.size(),
                    parameter.data(),
                    gradient.data(),
                    hasMomentum ? state.get(VELOCITY).data() : NONE,
                    NONE,
                    NONE,
                    step.gradientScale() * ratio,
                    weightDecay * step.decay() * ratio,
                    step.learningRate(),
                    step.scalar(FRESH),
                    0,
                    0);
        }
    }
}
