package io.fletching.provider.schedulefree;

import static io.fletching.kernels.FusedLoop.NONE;

import io.fletching.kernels.Formula;
import io.fletching.kernels.FusedLoop;
import io.fletching.kernels.Kernels;
import io.fletching.kernels.Term;
import io.fletching.rules.Moments;
import io.fletching.spi.DType;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Pass;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Life;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import io.fletching.spi.Update;

/// What both optimizers have in common, as [The Road Less Scheduled](https://arxiv.org/abs/2405.15682) and its library
/// have it. There are three points. z descends; x, the average of z, is what the model is worth; gradients are taken at
/// y between them, and y is the parameter:
///
/// ```
/// d = direction(g) + weight-decay · y
/// w = tʳ · (largest lr so far)ᵖ                    r: weight-power, p: weight-lr-power
/// c = w / Σw
/// z = z − lr d
/// x = (1 − c) x + c z
/// y = (1 − β) z + β x
/// ```
///
/// x is not kept: it is z + (y − z) / β. So y moves by itself, by c (z − y) + lr (β (1 − c) − 1) d with the z of
/// before.
///
/// The sum of the weights is one number for the parameter: a pass over the whole moves it, then one over the parts
/// moves the points.
///
/// @param loop moves y and z
/// @param averaging gives x
record ScheduleFree(
        Direction direction,
        double beta,
        double weightDecay,
        double weightPower,
        double weightLrPower,
        FusedLoop loop,
        FusedLoop averaging)
        implements Optimizer.Rule {

    static final Option<Double> WEIGHT_DECAY =
            Option.real("weight-decay", "Share of the parameter added to its direction", 0, 0, Double.MAX_VALUE);
    static final Option<Double> WEIGHT_POWER = Option.real(
            "weight-power", "Power of an update's number in its weight in the average (r)", 0, 0, Double.MAX_VALUE);
    static final Option<Double> WEIGHT_LR_POWER =
            Option.real("weight-lr-power", "Power of the largest rate so far in that weight", 2, 0, Double.MAX_VALUE);

    private static final StateSlot DESCENDING = StateSlot.like("z").fromParameter();
    private static final StateSlot WEIGHTS = StateSlot.fixed("weight-sum").as(DType.F64);
    private static final StateSlot LARGEST = StateSlot.fixed("largest-rate").as(DType.F64);
    private static final StateSlot SHARE =
            StateSlot.fixed("share").as(DType.F64).life(Life.SCRATCH);

    private static final int DECAY = 0;
    private static final int CORRECTION = 1;

    /// Where z descends to: along the gradient, or, where it is adaptive, along the gradient over the root of the mean
    /// of its squares.
    ///
    /// @param beta2 decay of that mean
    record Direction(boolean adaptive, double beta2, double eps) {
        static final Direction GRADIENT = new Direction(false, 0, 0);
    }

    static ScheduleFree of(Options options, double beta, Direction direction) {
        return new ScheduleFree(
                direction,
                beta,
                options.get(WEIGHT_DECAY),
                options.get(WEIGHT_POWER),
                options.get(WEIGHT_LR_POWER),
                loop(direction),
                averagingLoop());
    }

    private static FusedLoop loop(Direction direction) {
        var formula = new Formula();
        var y = formula.operand();
        var gradient = formula.operand();
        var z = formula.operand();
        var scale = formula.number();
        var decay = formula.number();
        var rate = formula.number();
        var share = formula.number();
        var reach = formula.number();

        var d = gradient.times(scale);
        if (direction.adaptive) {
            var v = formula.operand();
            var correction = formula.number();
            var second = formula.set(v, v.averagingSquare(d, direction.beta2));
            d = d.over(Term.fma(second.root(), correction, Term.of(direction.eps)));
        }
        d = Term.fma(decay, y, d);
        formula.set(y, y.plus(Term.fma(reach, d, share.times(z.minus(y)))));
        formula.set(z, Term.fma(rate.negative(), d, z));
        return formula.compile();
    }

    private static FusedLoop averagingLoop() {
        var formula = new Formula();
        var y = formula.operand();
        var z = formula.operand();
        var x = formula.operand();
        var inverse = formula.number();
        formula.set(x, Term.fma(inverse, y.minus(z), z));
        return formula.compile();
    }

    @Override
    public StateLayout layout(Parameter parameter) {
        var layout = direction.adaptive
                ? StateLayout.elementwise(DESCENDING, Moments.SECOND, WEIGHTS, LARGEST, SHARE)
                : StateLayout.elementwise(DESCENDING, WEIGHTS, LARGEST, SHARE);
        return layout.passes(Pass.whole(), Pass.parts()).scalars(2);
    }

    @Override
    public void prepare(Update update, double[] scalars) {
        scalars[DECAY] = weightDecay * update.decay();
        scalars[CORRECTION] = Moments.rootCorrection(direction.beta2, update);
    }

    @Override
    public void step(Tensor parameter, Tensor gradient, State state, Step step) {
        if (step.pass() == 0) {
            weigh(state, step);
        } else {
            move(parameter, gradient, state, step);
        }
    }

    private void weigh(State state, Step step) {
        double number = step.number();
        double largest = Math.max(state.get(LARGEST).get(0), step.learningRate());
        double weight = Math.pow(number, weightPower) * Math.pow(largest, weightLrPower);
        double sum = state.get(WEIGHTS).get(0) + weight;
        state.get(LARGEST).set(0, largest);
        state.get(WEIGHTS).set(0, sum);
        state.get(SHARE).set(0, sum == 0 ? 0 : weight / sum);
    }

    private void move(Tensor parameter, Tensor gradient, State state, Step step) {
        double share = state.get(SHARE).get(0);
        double lr = step.learningRate();
        loop.run(
                parameter.size(),
                parameter.data(),
                gradient.data(),
                state.get(DESCENDING).data(),
                direction.adaptive ? state.get(Moments.SECOND).data() : NONE,
                NONE,
                step.gradientScale(),
                step.scalar(DECAY),
                lr,
                share,
                lr * (beta * (1 - share) - 1),
                step.scalar(CORRECTION));
    }

    @Override
    public boolean hasEvaluationWeights() {
        return true;
    }

    @Override
    public void evaluationWeights(Tensor parameter, State state, Tensor out, Step step) {
        if (step.number() == 0) {
            Kernels.f32().copy(parameter.data(), 0, out.data(), 0, out.size());
            return;
        }
        averaging.run(
                out.size(),
                parameter.data(),
                state.get(DESCENDING).data(),
                out.data(),
                NONE,
                NONE,
                1 / beta,
                0,
                0,
                0,
                0,
                0);
    }
}
