package io.fletching.provider.asgd;

import static io.fletching.kernels.FusedLoop.NONE;

import io.fletching.kernels.Formula;
import io.fletching.kernels.FusedLoop;
import io.fletching.kernels.Kernels;
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
    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Share of the parameter added to its gradient", 0, 0, Double.MAX_VALUE);

    static final StateSlot AVERAGE = StateSlot.like("average");

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "asgd", "Gradient descent, averaged", LR, LAMBDA, ALPHA, START, WEIGHT_DECAY)
            .paper("https://doi.org/10.1137/0330046");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Rule bind(Options options) {
        return new Averaging(
                options.get(LAMBDA), options.get(ALPHA), options.get(START), options.get(WEIGHT_DECAY), loop());
    }

    private static FusedLoop loop() {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var a = formula.operand();
        var scale = formula.number();
        var decay = formula.number();
        var kept = formula.number();
        var rate = formula.number();
        var share = formula.number();
        var rest = formula.number();

        var g = Term.fma(decay, p, gradient.times(scale));
        var moved = formula.set(p, Term.fma(rate.negative(), g, p.times(kept)));
        formula.set(a, Term.fma(share, moved, a.times(rest)));
        return formula.compile();
    }

    private record Averaging(double lambda, double alpha, double start, double weightDecay, FusedLoop loop)
            implements Rule {
        private static final int DECAY = 0;
        private static final int KEPT = 1;
        private static final int RATE = 2;
        private static final int SHARE = 3;
        private static final int REST = 4;

        @Override
        public StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise(AVERAGE).scalars(5);
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            double lr = update.learningRate();
            double before = update.number() - 1;
            double eta = lr / Math.pow(1 + lambda * lr * before, alpha);
            double share = 1 / Math.max(1, before - start);
            scalars[DECAY] = weightDecay * update.decay();
            scalars[KEPT] = 1 - lambda * eta;
            scalars[RATE] = eta;
            scalars[SHARE] = share;
            scalars[REST] = 1 - share;
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            loop.run(
                    parameter.size(),
                    parameter.data(),
                    gradient.data(),
                    state.get(AVERAGE).data(),
                    NONE,
                    NONE,
                    step.gradientScale(),
                    step.scalar(DECAY),
                    step.scalar(KEPT),
                    step.scalar(RATE),
                    step.scalar(SHARE),
                    step.scalar(REST));
        }

        @Override
        public boolean hasEvaluationWeights() {
            return true;
        }

        @Override
        public void evaluationWeights(Tensor parameter, State state, Tensor out, Step step) {
            var weights = step.number() == 0 ? parameter : state.get(AVERAGE);
            Kernels.f32().copy(weights.data(), 0, out.data(), 0, out.size());
        }
    }
}
