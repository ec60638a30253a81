package io.fletching.provider.rmsprop;

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
import java.util.ArrayList;

/// RMSprop, [lecture 6e](https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf), in PyTorch's form:
///
/// ```
/// g = g + weight-decay · p
/// v = α v + (1 − α) g²
/// d = g / (√v + eps)
/// p = p − lr · d
/// ```
///
/// With `momentum` b = momentum · b + d takes the place of d in the last line. With `centered` ([Generating
/// Sequences With Recurrent Neural Networks](https://arxiv.org/abs/1308.0850)) a = α a + (1 − α) g is kept
/// too, and v − a² takes the place of v under the root: a variance, which rounding does not make negative
/// here.
public final class RmsProp implements Optimizer {
    static final Option<Double> LR = Option.learningRate(1e-2);
    static final Option<Double> ALPHA = Option.fraction("alpha", "Decay of the mean of squared gradients", 0.99);
    static final Option<Double> EPS = Option.real("eps", "Added to the root", 1e-8, 0, Double.MAX_VALUE);
    static final Option<Double> MOMENTUM = Option.real("momentum", "Decay of the buffer", 0, 0, Double.MAX_VALUE);
    static final Option<Boolean> CENTERED =
            Option.flag("centered", "Divide by the standard deviation of gradients", false);
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Share of the parameter added to its gradient", 0, 0, Double.MAX_VALUE);

    static final StateSlot SQUARES = StateSlot.like("mean-square");
    static final StateSlot MEAN = StateSlot.like("mean-gradient");
    static final StateSlot BUFFER = StateSlot.like("momentum-buffer");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "rmsprop", "Gradients by their root mean square", LR, ALPHA, EPS, MOMENTUM, CENTERED, WEIGHT_DECAY)
            .paper("https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double momentum = options.get(MOMENTUM);
        boolean centered = options.get(CENTERED);
        return new Scaled(
                momentum != 0,
                centered,
                options.get(WEIGHT_DECAY),
                loop(options.get(ALPHA), options.get(EPS), momentum, centered));
    }

    private static FusedLoop loop(double alpha, double eps, double momentum, boolean centered) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var v = formula.operand();
        var a = formula.operand();
        var b = formula.operand();
        var scale = formula.number();
        var decay = formula.number();
        var lr = formula.number();

        var g = Term.fma(decay, p, gradient.times(scale));
        var square = formula.set(v, v.averagingSquare(g, alpha));
        if (centered) {
            var mean = formula.set(a, a.averaging(g, alpha));
            square = Term.fma(mean.negative(), mean, square).max(Term.of(0));
        }
        var direction = g.over(square.root().plus(Term.of(eps)));
        if (momentum != 0) {
            direction = formula.set(b, Term.fma(Term.of(momentum), b, direction));
        }
        formula.set(p, Term.fma(lr.negative(), direction, p));
        return formula.compile();
    }

    private record Scaled(boolean heavy, boolean centered, double weightDecay, FusedLoop loop) implements Rule {
        @Override
        public StateLayout layout(Parameter parameter) {
            var slots = new ArrayList<StateSlot>();
            slots.add(SQUARES);
            if (centered) {
                slots.add(MEAN);
            }
            if (heavy) {
                slots.add(BUFFER);
            }
            return StateLayout.elementwise(slots.toArray(StateSlot[]::new));
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            loop.run(
                    parameter.size(),
                    parameter.data(),
                    gradient.data(),
                    state.get(SQUARES).data(),
                    centered ? state.get(MEAN).data() : NONE,
                    heavy ? state.get(BUFFER).data() : NONE,
                    step.gradientScale(),
                    weightDecay * step.decay(),
                    step.learningRate(),
                    0,
                    0,
                    0);
        }
    }
}
