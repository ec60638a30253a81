package io.fletching.provider.adamw8bit;

import static io.fletching.kernels.FusedLoop.NONE;

import io.fletching.kernels.Formula;
import io.fletching.kernels.FusedLoop;
import io.fletching.kernels.Term;
import io.fletching.spi.Step;
import java.lang.foreign.MemorySegment;

/// AdamW in float32.
record AdamWLoop(FusedLoop loop) {
    /// Scalars of a step: what decay leaves of the parameter; the rate, and the factor on the root, both with their
    /// moment's correction.
    static final int KEPT = 0;

    static final int RATE = 1;
    static final int CORRECTION = 2;
    static final int SCALARS = 3;

    static AdamWLoop of(double beta1, double beta2, double eps) {
        var formula = new Formula();
        var p = formula.operand();
        var gradient = formula.operand();
        var m = formula.operand();
        var v = formula.operand();
        var scale = formula.number();
        var kept = formula.number();
        var rate = formula.number();
        var correction = formula.number();

        var g = gradient.times(scale);
        var first = formula.set(m, m.averaging(g, beta1));
        var second = formula.set(v, v.averagingSquare(g, beta2));
        var root = Term.fma(second.root(), correction, Term.of(eps));
        formula.set(p, Term.fma(rate.negative(), first.over(root), p.times(kept)));
        return new AdamWLoop(formula.compile());
    }

    void run(long n, MemorySegment p, MemorySegment g, MemorySegment m, MemorySegment v, Step step) {
        loop.run(
                n,
                p,
                g,
                m,
                v,
                NONE,
                step.gradientScale(),
                step.scalar(KEPT),
                step.scalar(RATE),
                step.scalar(CORRECTION),
                0,
                0);
    }
}
