package io.fletching.provider.lion;

import static io.fletching.kernels.FusedLoop.NONE;

import io.fletching.kernels.Formula;
import io.fletching.kernels.FusedLoop;
import io.fletching.kernels.Term;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;

/// Lion, [Symbolic Discovery of Optimization Algorithms](https://arxiv.org/abs/2302.06675):
///
/// ```
/// p = p · (1 − lr · weight-decay) − lr · sign(β₁ m + (1 − β₁) g)
/// m = β₂ m + (1 − β₂) g
/// ```
///
/// Each element moves by lr: the paper recommends a third to a tenth of AdamW's rate, and as much more weight decay.
public final class Lion implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1e-4);
    static final Option<Double> BETA1 = Option.fraction("beta1", "Share of the mean in the direction", 0.9);
    static final Option<Double> BETA2 = Option.fraction("beta2", "Decay of the mean of gradients", 0.99);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Decoupled weight decay, times lr", 0, 0, Double.MAX_VALUE);

    static final StateSlot MEAN = StateSlot.like("first-moment");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "lion", "The sign of a mean gradient", LR, BETA1, BETA2, WEIGHT_DECAY)
            .paper("https://arxiv.org/abs/2302.06675");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return new Sign(options.get(WEIGHT_DECAY), loop(options.get(BETA1), options.get(BETA2)));
    }

    private static FusedLoop loop(double beta1, double beta2) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var m = formula.operand();
        var scale = formula.number();
        var kept = formula.number();
        var lr = formula.number();

        var g = gradient.times(scale);
        var direction = m.averaging(g, beta1).sign();
        formula.set(m, m.averaging(g, beta2));
        formula.set(p, Term.fma(lr.negative(), direction, p.times(kept)));
        return formula.compile();
    }

    private record Sign(double weightDecay, FusedLoop loop) implements Rule {
        @Override
        public StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise(MEAN);
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            double lr = step.learningRate();
            loop.run(
                    parameter.size(),
                    parameter.data(),
                    gradient.data(),
                    state.get(MEAN).data(),
                    NONE,
                    NONE,
                    step.gradientScale(),
                    1 - lr * weightDecay * step.decay(),
                    lr,
                    0,
                    0,
                    0);
        }
    }
}
