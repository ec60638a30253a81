package io.fletching.provider.muon;

import io.fletching.kernels.Kernels;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Pass;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import io.fletching.spi.Update;
import java.util.ArrayList;
import java.util.List;

/// The rule of [Muon]: two passes for momentum and its norm, three for each step of [NewtonSchulz], and one for the
/// step of the parameter. Every share owns blocks of rows.
///
/// @param corrected whether the mean is corrected for its start at zero
record Orthogonal(
        double momentum,
        boolean nesterov,
        boolean corrected,
        double weightDecay,
        Muon.Adjustment adjustment,
        NewtonSchulz newtonSchulz,
        double eps,
        boolean outermost)
        implements Optimizer.Rule {
    static final StateSlot MEAN = StateSlot.like("momentum");

    /// The sum of squares of each block of rows.
    private static final StateSlot SQUARES =
            StateSlot.fixed("squares").as(DType.F64).life(StateSlot.Life.SCRATCH);

    private static final int KEPT = 0;
    private static final int ALONG = 1;
    private static final int AHEAD = 2;

    @Override
    public StateLayout layout(Parameter parameter) {
        if (parameter.shape().rank() != 2) {
            throw refusal(parameter, "is no matrix, and muon updates nothing else");
        }
        if (parameter.isOutermost() && !outermost) {
            throw refusal(
                    parameter, "is the first or last of its model, and muon is for those between (outermost=false)");
        }
        if (parameter.shape().size() == 0) {
            return StateLayout.none();
        }
        Pass byRows = Pass.shares(Rows.blocks(parameter.shape().rows()));
        List<Pass> passes = new ArrayList<>(List.of(byRows, byRows));
        passes.addAll(newtonSchulz.passes(parameter.shape()));
        passes.add(byRows);
        List<StateSlot> slots = new ArrayList<>(List.of(MEAN, SQUARES.sized(byRows.units())));
        slots.addAll(newtonSchulz.slots(parameter.shape()));
        return StateLayout.whole(slots.toArray(StateSlot[]::new))
                .passes(passes.toArray(Pass[]::new))
                .scalars(3);
    }

    private static FletchingException refusal(Parameter parameter, String why) {
        return FletchingException.unsupported(
                parameter, why + "; name an optimizer for the others, such as adamw (--others adamw).");
    }

    @Override
    public void prepare(Update update, double[] scalars) {
        double number = update.number();
        double mean = corrected ? 1 - Math.pow(momentum, nesterov ? number + 1 : number) : 1;
        double now = corrected ? 1 - Math.pow(momentum, number) : 1;
        scalars[KEPT] = 1 - update.learningRate() * weightDecay * update.decay();
        scalars[ALONG] = (nesterov ? momentum : 1) / mean;
        scalars[AHEAD] = nesterov ? (1 - momentum) / now : 0;
    }

    @Override
    public void step(Tensor parameter, Tensor gradient, State state, Step step) {
        int pass = step.pass();
        if (pass == 0) {
            direct(gradient, state, step);
        } else if (pass == 1) {
            normalize(state, step);
        } else if (newtonSchulz.has(pass - 2)) {
            newtonSchulz.step(pass - 2, state, step);
        } else {
            move(parameter, state, step);
        }
    }

    /// Momentum, and the direction that it gives, of numbers that are rounded once.
    private void direct(Tensor gradient, State state, Step step) {
        var precision = newtonSchulz.precision();
        var g = gradient.data();
        var m = state.get(MEAN).data();
        var u = state.get(NewtonSchulz.X).data();
        var squares = state.get(SQUARES);
        double fresh = (1 - momentum) * step.gradientScale();
        double along = step.scalar(ALONG);
        double ahead = step.scalar(AHEAD) * step.gradientScale();
        for (long block = step.first(); block < step.first() + step.count(); block++) {
            long at = Rows.first(block) * gradient.shape().rowLength();
            long n = Rows.count(block, gradient.shape().rows())
                    * gradient.shape().rowLength();
            for (long i = at; i < at + n; i++) {
                double now = g.getAtIndex(Precision.FLOAT, i);
                double mean = momentum * m.getAtIndex(Precision.FLOAT, i) + fresh * now;
                m.setAtIndex(Precision.FLOAT, i, (float) mean);
                precision.set(u, i, along * mean + ahead * now);
            }
            squares.set(block, precision.kernels().sumOfSquares(u, at, n));
        }
    }

    private void normalize(State state, Step step) {
        var u = state.get(NewtonSchulz.X);
        var squares = state.get(SQUARES);
        var precision = newtonSchulz.precision();
        double norm = precision.round(Math.sqrt(Kernels.f64().sum(squares.data(), 0, squares.size())));
        long at = Rows.first(step.first()) * u.shape().rowLength();
        long n = Rows.count(step, u.shape().rows()) * u.shape().rowLength();
        precision.kernels().scale(u.data(), at, u.data(), at, n, 1 / Math.max(norm, eps));
        precision.round(u.data(), at, n);
    }

    private void move(Tensor parameter, State state, Step step) {
        var precision = newtonSchulz.precision();
        var p = parameter.data();
        var x = newtonSchulz.result(state).data();
        double kept = step.scalar(KEPT);
        double rate = step.learningRate() * adjustment.factor(step.parameter());
        long at = Rows.first(step.first()) * parameter.shape().rowLength();
        long n = Rows.count(step, parameter.shape().rows()) * parameter.shape().rowLength();
        for (long i = at; i < at + n; i++) {
            p.setAtIndex(
                    Precision.FLOAT, i, (float) (kept * p.getAtIndex(Precision.FLOAT, i) - rate * precision.get(x, i)));
        }
    }
}
