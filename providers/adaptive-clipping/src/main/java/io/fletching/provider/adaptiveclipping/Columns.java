package io.fletching.provider.adaptiveclipping;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Call;
import io.fletching.spi.Parameter;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;

/// Units that lie across the rows, as the columns of a weight `[in, out]`: each part sums up its share of all units,
/// then the factor of each unit is known, then each part is multiplied by them.
///
/// What lies behind the units' axis makes several columns of each: `[rows, unit, column of the unit]`.
final class Columns {
    /// The factor of each unit, in each of its columns.
    static final StateSlot FACTORS = StateSlot.fixed("factors").life(StateSlot.Life.SCRATCH);

    /// The sum of squares of each column, of the gradient and behind them of the weights.
    private static final StateSlot SQUARES = StateSlot.perChunk("squares");

    private Columns() {}

    static StateLayout layout(Parameter parameter) {
        Shape shape = parameter.shape();
        long units = shape.dim(parameter.outputAxis());
        long columns = 1;
        for (int axis = parameter.outputAxis() + 1; axis < shape.rank(); axis++) {
            columns *= shape.dim(axis);
        }
        return StateLayout.rowwise(FACTORS.sized(units, columns), SQUARES.sized(2 * units * columns))
                .passes(Pass.parts(), Pass.shares(units), Pass.parts());
    }

    static void edit(AdaptiveClipping.Bound bound, Tensor gradient, Tensor parameter, State state, Call call) {
        Tensor factors = state.get(FACTORS);
        Tensor squares = state.get(SQUARES);
        long width = factors.size();
        long rows = gradient.size() / width;
        var kernels = Kernels.f32();
        var g = gradient.data();
        switch (call.pass()) {
            case 0 -> {
                var w = parameter.data();
                kernels.columnDots(g, 0, g, 0, rows, width, squares.data(), 0);
                kernels.columnDots(w, 0, w, 0, rows, width, squares.data(), width);
            }
            case 1 -> {
                long columns = factors.shape().dim(1);
                for (long unit = call.first(); unit < call.first() + call.count(); unit++) {
                    long first = unit * columns;
                    double factor = bound.factor(
                            sum(squares, first, columns, 2 * width), sum(squares, width + first, columns, 2 * width));
                    for (long i = first; i < first + columns; i++) {
                        factors.set(i, factor);
                    }
                }
            }
            default -> kernels.multiplyRows(g, 0, factors.data(), 0, g, 0, rows, width);
        }
    }

    /// The sum of some columns over all parts.
    private static double sum(Tensor squares, long first, long columns, long width) {
        double sum = 0;
        for (long part = 0; part < squares.size(); part += width) {
            for (long i = part + first; i < part + first + columns; i++) {
                sum += squares.get(i);
            }
        }
        return sum;
    }
}
