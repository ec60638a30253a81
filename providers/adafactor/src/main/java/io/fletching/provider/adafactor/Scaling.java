package io.fletching.provider.adafactor;

import io.fletching.kernels.Kernels;
import io.fletching.kernels.Norms;
import io.fletching.spi.DType;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Life;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import io.fletching.spi.Update;
import java.util.ArrayList;
import java.util.List;

/// The rule of [Adafactor]. A matrix is swept three times, with its columns and then its rate combined in between; what
/// is not factored twice.
///
/// @param leastScale NaN where the parameter scales nothing
record Scaling(
        double decayExponent,
        long leastSide,
        FactoredSquares factored,
        ElementSquares elements,
        boolean relative,
        double leastScale,
        double clip,
        double weightDecay,
        boolean decayByRate,
        Descent descent)
        implements Optimizer.Rule {
    /// What the means of squares take of the new ones, 1 − β.
    static final int FRESH = 0;

    private static final int RATE = 1;
    private static final int KEPT = 2;

    private static final StateSlot UPDATE = StateSlot.like("update").life(Life.SCRATCH);

    /// Of the parameter and of its update.
    private static final StateSlot SQUARES = StateSlot.perChunk("squares").sized(2);

    private static final StateSlot STEP = StateSlot.fixed("step").as(DType.F64).life(Life.SCRATCH);

    @Override
    public StateLayout layout(Parameter parameter) {
        Shape shape = parameter.shape();
        List<StateSlot> slots = new ArrayList<>(List.of(UPDATE, SQUARES, STEP));
        if (descent.hasMomentum()) {
            slots.add(Descent.AVERAGE);
        }
        if (!isFactored(shape)) {
            slots.add(ElementSquares.MEAN);
            return StateLayout.elementwise(slots.toArray(StateSlot[]::new))
                    .passes(Pass.parts(), Pass.whole(), Pass.parts())
                    .scalars(3);
        }
        slots.addAll(List.of(
                FactoredSquares.ROWS,
                FactoredSquares.COLUMNS.sized(shape.rowLength()),
                FactoredSquares.SUMS.sized(shape.rowLength()),
                FactoredSquares.MEAN));
        return StateLayout.rowwise(slots.toArray(StateSlot[]::new))
                .passes(Pass.parts(), Pass.whole(), Pass.parts(), Pass.whole(), Pass.parts())
                .scalars(3);
    }

    private boolean isFactored(Shape shape) {
        return shape.rank() > 1 && shape.size() > 0 && Math.min(shape.rows(), shape.rowLength()) >= leastSide;
    }

    @Override
    public void prepare(Update update, double[] scalars) {
        double lr = update.learningRate();
        double number = update.number();
        scalars[FRESH] = Math.pow(number, -decayExponent);
        scalars[RATE] = relative ? Math.min(lr, 1 / Math.sqrt(number)) : lr;
        scalars[KEPT] = 1 - (decayByRate ? lr : 1) * weightDecay * update.decay();
    }

    @Override
    public void step(Tensor parameter, Tensor gradient, State state, Step step) {
        boolean isFactored = state.has(FactoredSquares.ROWS);
        int pass = isFactored ? step.pass() : step.pass() + 2;
        switch (pass) {
            case 0 -> factored.measure(gradient, state, step);
            case 1 -> factored.combine(parameter.shape().rows(), state, step);
            case 2 -> update(parameter, gradient, state, step, isFactored);
            case 3 -> state.get(STEP).set(0, rate(parameter.size(), state.get(SQUARES), step));
            default -> {
                double kept = step.scalar(KEPT);
                descent.run(
                        parameter,
                        state.get(UPDATE),
                        state,
                        kept,
                        state.get(STEP).get(0));
            }
        }
    }

    private void update(Tensor parameter, Tensor gradient, State state, Step step, boolean isFactored) {
        var update = state.get(UPDATE);
        if (isFactored) {
            factored.update(gradient, update, state, step);
        } else {
            elements.update(gradient, update, state, step);
        }
        var squares = state.get(SQUARES);
        squares.set(0, Kernels.f32().sumOfSquares(parameter.data(), 0, parameter.size()));
        squares.set(1, Kernels.f32().sumOfSquares(update.data(), 0, update.size()));
    }

    private double rate(long n, Tensor squares, Step step) {
        long parts = squares.shape().dim(0);
        double root = Math.sqrt((double) Math.max(1, n));
        double parameter = Norms.ofParts(squares.data(), parts, 2, 0) / root;
        double update = Norms.ofParts(squares.data(), parts, 2, 1) / root;
        double scale = Double.isNaN(leastScale) ? 1 : Math.max(leastScale, parameter);
        return scale * step.scalar(RATE) / Math.max(1, update / clip);
    }
}
