package io.fletching.provider.muon;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Life;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The iteration X = a X + (b A + c A²) X with A = X Xᵀ, or X = a X + X (b A + c A²) with A = Xᵀ X where X has more
/// rows than columns: A has the shorter side, and either way the result is the same polynomial of X.
///
/// A and its polynomial are symmetric, and [half][Half] of each is computed.
///
/// @param steps at least 1
record NewtonSchulz(Muon.Polynomial polynomial, int steps, Precision precision) {
    /// What is iterated, and the result of every other step.
    static final StateSlot X = StateSlot.like("x").life(Life.SCRATCH);

    private static final StateSlot NEXT = StateSlot.like("next-x").life(Life.SCRATCH);
    private static final StateSlot GRAM = StateSlot.fixed("gram").life(Life.SCRATCH);
    private static final StateSlot FACTOR = StateSlot.fixed("factor").life(Life.SCRATCH);

    List<StateSlot> slots(Shape shape) {
        long side = side(shape);
        return Stream.of(X, NEXT, GRAM.sized(side, side), FACTOR.sized(side, side))
                .map(slot -> slot.as(precision.dtype()))
                .toList();
    }

    private static long side(Shape shape) {
        return Math.min(shape.rows(), shape.rowLength());
    }

    /// Three for each step: A, the factor b A + c A², and X.
    List<Pass> passes(Shape shape) {
        Pass bySide = Pass.shares(Rows.blocks(side(shape)));
        Pass byRows = Pass.shares(Rows.blocks(shape.rows()));
        List<Pass> passes = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            passes.addAll(List.of(bySide, bySide, byRows));
        }
        return passes;
    }

    /// Whether a pass, counted from the first of [#passes], is one of them.
    boolean has(int pass) {
        return pass < 3 * steps;
    }

    /// X behind the last step.
    Tensor result(State state) {
        return state.get(steps % 2 == 0 ? X : NEXT);
    }

    void step(int pass, State state, Step step) {
        boolean even = pass / 3 % 2 == 0;
        Tensor x = state.get(even ? X : NEXT);
        Tensor next = state.get(even ? NEXT : X);
        Tensor gram = state.get(GRAM);
        Tensor factor = state.get(FACTOR);
        for (long block = step.first(); block < step.first() + step.count(); block++) {
            switch (pass % 3) {
                case 0 -> gram(x, gram, block, step);
                case 1 -> factor(gram, factor, block, step);
                default -> apply(x, factor, next, block, step);
            }
        }
    }

    private static boolean isTall(Tensor x) {
        return x.shape().rows() > x.shape().rowLength();
    }

    private void gram(Tensor x, Tensor gram, long block, Step step) {
        long side = gram.shape().rowLength();
        long first = Rows.first(block);
        long count = Rows.count(block, side);
        for (int run = 0; run < Half.RUNS; run++) {
            long column = Half.first(run, block, side);
            long columns = Half.count(run, block, side);
            step.multiply(x, isTall(x), x, !isTall(x), gram, first, count, column, columns, false);
            for (long row = first; row < first + count; row++) {
                precision.round(gram.data(), row * side + column, columns);
            }
            Half.mirror(gram, first, count, column, columns, precision);
        }
    }

    private void factor(Tensor gram, Tensor factor, long block, Step step) {
        Kernels kernels = precision.kernels();
        var f = factor.data();
        long side = gram.shape().rowLength();
        long first = Rows.first(block);
        long count = Rows.count(block, side);
        for (int run = 0; run < Half.RUNS; run++) {
            long column = Half.first(run, block, side);
            long columns = Half.count(run, block, side);
            step.multiply(gram, false, gram, false, factor, first, count, column, columns, false);
            for (long row = first; row < first + count; row++) {
                long at = row * side + column;
                kernels.scale(f, at, f, at, columns, polynomial.c);
                kernels.addScaled(gram.data(), at, f, at, columns, polynomial.b);
                precision.round(f, at, columns);
            }
            Half.mirror(factor, first, count, column, columns, precision);
        }
    }

    private void apply(Tensor x, Tensor factor, Tensor next, long block, Step step) {
        long first = Rows.first(block);
        long count = Rows.count(block, x.shape().rows());
        long at = first * x.shape().rowLength();
        long n = count * x.shape().rowLength();
        precision.kernels().scale(x.data(), at, next.data(), at, n, polynomial.a);
        if (isTall(x)) {
            step.multiply(x, false, factor, false, next, first, count, true);
        } else {
            step.multiply(factor, false, x, false, next, first, count, true);
        }
        precision.round(next.data(), at, n);
    }
}
