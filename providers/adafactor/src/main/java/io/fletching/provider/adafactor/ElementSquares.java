package io.fletching.provider.adafactor;

import static io.fletching.kernels.FusedLoop.NONE;

import io.fletching.kernels.Formula;
import io.fletching.kernels.FusedLoop;
import io.fletching.kernels.Term;
import io.fletching.spi.State;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;

/// A mean of squares for each element: V = β V + (1 − β) g² and U = g / √V.
record ElementSquares(FusedLoop loop) {
    static final StateSlot MEAN = StateSlot.like("mean-square");

    static ElementSquares of(Bounds bounds) {
        var formula = new Formula();
        var gradient = formula.operand();
        var v = formula.operand();
        var u = formula.operand();
        var scale = formula.number();
        var kept = formula.number();
        var fresh = formula.number();

        var g = gradient.times(scale);
        var square = Term.fma(g.times(fresh), g, fresh.times(bounds.added()));
        var mean = formula.set(v, Term.fma(kept, v, square));
        formula.set(u, g.over(mean.max(Term.of(bounds.leastSquare())).root()));
        return new ElementSquares(formula.compile());
    }

    /// The update of a part.
    void update(Tensor gradient, Tensor update, State state, Step step) {
        double fresh = step.scalar(Scaling.FRESH);
        loop.run(
                gradient.size(),
                gradient.data(),
                state.get(MEAN).data(),
                update.data(),
                NONE,
                NONE,
                step.gradientScale(),
                1 - fresh,
                fresh,
                0,
                0,
                0);
    }
}
