package io.fletching.provider.rmsprop;

import io.fletching.kernels.Term;
import io.fletching.rules.UpdateFormula;
import io.fletching.rules.WeightDecay;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Update;

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

    private static final StateSlot SQUARES = StateSlot.like("mean-square");
    private static final StateSlot MEAN = StateSlot.like("mean-gradient");
    private static final StateSlot BUFFER = StateSlot.like("momentum-buffer");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "rmsprop",
                    "Gradients by their root mean square",
                    LR,
                    ALPHA,
                    EPS,
                    MOMENTUM,
                    CENTERED,
                    WeightDecay.COUPLED)
            .paper("https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        double alpha = options.get(ALPHA);
        double momentum = options.get(MOMENTUM);
        var formula = new UpdateFormula();
        var p = formula.parameter();
        var v = formula.state(SQUARES);
        var g = formula.gradientWithDecay(options.get(WeightDecay.COUPLED));
        var lr = formula.number(Update::learningRate);

        var square = formula.set(v, v.averagingSquare(g, alpha));
        if (options.get(CENTERED)) {
            var a = formula.state(MEAN);
            var mean = formula.set(a, a.averaging(g, alpha));
            square = Term.fma(mean.negative(), mean, square).max(Term.of(0));
        }
        var direction = g.over(square.root().plus(Term.of(options.get(EPS))));
        if (momentum != 0) {
            var b = formula.state(BUFFER);
            direction = formula.set(b, Term.fma(Term.of(momentum), b, direction));
        }
        formula.set(p, Term.fma(lr.negative(), direction, p));
        return formula.compile();
    }
}
