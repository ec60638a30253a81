package io.fletching.provider.adafactor;

import static io.fletching.kernels.FusedLoop.NONE;

import io.fletching.kernels.Formula;
import io.fletching.kernels.FusedLoop;
import io.fletching.kernels.Term;
import io.fletching.spi.State;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;

/// The last line of the formula: p = kept · p − rate · U, or − the moving average of rate · U.
record Descent(boolean hasMomentum, FusedLoop loop) {
    static final StateSlot AVERAGE = StateSlot.like("momentum");

    static Descent of(double momentum) {
        var formula = new Formula();
        var p = formula.operand();
        var u = formula.operand();
        var kept = formula.number();
        var rate = formula.number();
        var moved = p.times(kept);
        if (momentum > 0) {
            var m = formula.operand();
            formula.set(p, moved.minus(formula.set(m, m.averaging(u.times(rate), momentum))));
        } else {
            formula.set(p, Term.fma(rate.negative(), u, moved));
        }
        return new Descent(momentum > 0, formula.compile());
    }

    void run(Tensor parameter, Tensor update, State state, double kept, double rate) {
        loop.run(
                parameter.size(),
                parameter.data(),
                update.data(),
                hasMomentum ? state.get(AVERAGE).data() : NONE,
                NONE,
                NONE,
                kept,
                rate,
                0,
                0,
                0,
                0);
    }
}
