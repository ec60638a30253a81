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

/// The iteration X = a X + (b A + c A²) X with A = X Xᵀ, or X = a X + X (b A + c A²) with A = Xᵀ X where X has more
/// rows than columns: A has the shorter side, and either way the result is the same polynomial of X.
///
/// @param steps at least 1
record NewtonSchulz(Muon.Polynomial polynomial, int steps, Precision precision) {
    /// What is iterated, and the result of every other step.
    static final StateSlot X = StateSlot.like("x").life(Life.SCRATCH);

    private static final StateSlot NEXT = StateSlot.like("next-x").life(Life.SCRATCH);
    private static final StateSlot GRAM = StateSlot.fixed("gram").life(Life.SCRATCH);
    private static final StateSlot FACTOR = StateSlot.fixed("factor").life(Life.SCRATCH);

    static List<StateSlot> slots(Shape shape) {
        long side = side(shape);
        return List.of(X, NEXT, GRAM.sized(side, side), FACTOR.sized(side, side));
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
        Tensor written = switch (pass % 3) {
            case 0 -> gram;
            case 1 -> factor;
            default -> next;
        };
        long last = step.first() + step.count();
        for (long block = step.first(); block < last; block++) {
            long first = Rows.first(block);
            long count = Rows.count(block, written.shape().rows());
            switch (pass % 3) {
                case 0 -> gram(x, gram, first, count, step);
                case 1 -> factor(gram, factor, first, count, step);
                default -> apply(x, factor, next, first, count, step);
            }
            long row = written.shape().rowLength();
            precision.round(written.data(), first * row, count * row);
        }
    }

    private static boolean isTall(Tensor x) {
        return x.shape().rows() > x.shape().rowLength();
    }

    private static void gram(Tensor x, Tensor gram, long first, long count, Step step) {
        step.multiply(x, isTall(x), x, !isTall(x), gram, first, count, false);
    }

    private void factor(Tensor gram, Tensor factor, long first, long count, Step step) {
        step.multiply(gram, false, gram, false, factor, first, count, false);
        long at = first * gram.shape().rowLength();
        long n = count * gram.shape().rowLength();
        var f = factor.data();
        Kernels.f32().scale(f, at, f, at, n, polynomial.c);
        Kernels.f32().addScaled(gram.data(), at, f, at, n, polynomial.b);
    }

    private void apply(Tensor x, Tensor factor, Tensor next, long first, long count, Step step) {
        long at = first * x.shape().rowLength();
        Kernels.f32().scale(x.data(), at, next.data(), at, count * x.shape().rowLength(), polynomial.a);
        if (isTall(x)) {
            step.multiply(x, false, factor, false, next, first, count, true);
        } else {
            step.multiply(factor, false, x, false, next, first, count, true);
        }
    }
}
