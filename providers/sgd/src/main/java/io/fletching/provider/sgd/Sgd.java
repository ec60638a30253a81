package io.fletching.provider.sgd;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;

/// Stochastic gradient descent with momentum, in PyTorch's form:
///
/// ```
/// d = g + weight-decay · p
/// b = momentum · b + (1 − dampening) · d        the first time b = d
/// p = p − lr · b                                nesterov: p − lr · (d + momentum · b); without momentum: p − lr · d
/// ```
///
/// Nesterov's form is that of
/// [On the importance of initialization and momentum in deep
/// learning](https://proceedings.mlr.press/v28/sutskever13.html).
public final class Sgd implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1e-3);
    static final Option<Double> MOMENTUM = Option.real("momentum", "Decay of the buffer", 0, 0, Double.MAX_VALUE);
    static final Option<Double> DAMPENING =
            Option.real("dampening", "Share of a gradient that does not enter the buffer", 0, 0, 1);
    static final Option<Boolean> NESTEROV = Option.flag("nesterov", "Look ahead along the buffer", false);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Share of the parameter added to its gradient", 0, 0, Double.MAX_VALUE);

    static final StateSlot BUFFER = StateSlot.like("momentum-buffer");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "sgd", "Gradient descent with momentum", LR, MOMENTUM, DAMPENING, NESTEROV, WEIGHT_DECAY)
            .paper("https://proceedings.mlr.press/v28/sutskever13.html");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double momentum = options.get(MOMENTUM);
        double dampening = options.get(DAMPENING);
        boolean nesterov = options.get(NESTEROV);
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "sgd-nesterov",
                    "'sgd' has nesterov 'true' with momentum '" + momentum + "' and dampening '" + dampening
                            + "'; expected a momentum above 0 and no dampening.");
        }
        double weightDecay = options.get(WEIGHT_DECAY);
        return momentum == 0 ? new Plain(weightDecay) : new Heavy(momentum, dampening, nesterov, weightDecay);
    }

    private record Plain(double weightDecay) implements Rule {
        @Override
        public StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise();
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            descend(parameter, gradient, weightDecay, step);
        }
    }

    private record Heavy(double momentum, double dampening, boolean nesterov, double weightDecay) implements Rule {
        @Override
        public StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise(BUFFER);
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            var kernels = Kernels.f32();
            var p = parameter.data();
            var b = state.get(BUFFER).data();
            long n = parameter.size();
            // The buffer starts at zero, so that only the dampening tells the first step from the others.
            double entering = step.number() == 1 ? 1 : 1 - dampening;
            kernels.scale(b, 0, b, 0, n, momentum);
            kernels.addScaled(gradient.data(), 0, b, 0, n, entering * step.gradientScale());
            if (weightDecay != 0) {
                kernels.addScaled(p, 0, b, 0, n, entering * weightDecay * step.decay());
            }
            if (nesterov) {
                descend(parameter, gradient, weightDecay, step);
            }
            kernels.addScaled(b, 0, p, 0, n, -step.learningRate() * (nesterov ? momentum : 1));
        }
    }

    /// p = p − lr · (g + weight-decay · p)
    private static void descend(Tensor parameter, Tensor gradient, double weightDecay, Step step) {
        var kernels = Kernels.f32();
        var p = parameter.data();
        double lr = step.learningRate();
        if (weightDecay != 0) {
            kernels.scale(p, 0, p, 0, parameter.size(), 1 - lr * weightDecay * step.decay());
        }
        kernels.addScaled(gradient.data(), 0, p, 0, parameter.size(), -lr * step.gradientScale());
    }
}
