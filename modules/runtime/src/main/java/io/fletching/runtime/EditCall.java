package io.fletching.runtime;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Call;
import io.fletching.spi.Clipper;
import io.fletching.spi.Pass;
import io.fletching.spi.Scope;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;

/// One call of a clipper's edits on one part, made at plan time. The first and the last that see the part's gradient
/// measure it while it is in the cache, so that what the edits did is known without another sweep.
final class EditCall implements Call, Runnable {
    private final Clipper.Rule rule;
    private final Tensor gradient;
    private final Tensor parameter;
    private final State state;
    private final int pass;
    private final long first;
    private final long count;
    private final boolean isFirst;
    private final boolean isLast;

    /// Sums of squares of this part of the gradient, where this call measures them.
    private double before;

    private double after;

    EditCall(
            Clipper.Rule rule,
            StateLayout layout,
            Tensor gradient,
            Tensor parameter,
            State state,
            int pass,
            long first,
            long count) {
        this.rule = rule;
        this.gradient = gradient;
        this.parameter = parameter;
        this.state = state;
        this.pass = pass;
        this.first = first;
        this.count = count;
        var passes = layout.passes();
        boolean sees = sees(layout, passes.get(pass));
        this.isFirst = sees && passes.subList(0, pass).stream().noneMatch(each -> sees(layout, each));
        this.isLast = sees && passes.subList(pass + 1, passes.size()).stream().noneMatch(each -> sees(layout, each));
    }

    /// Whether a pass has the gradient, each of its calls a piece of its own.
    private static boolean sees(StateLayout layout, Pass pass) {
        return pass.isParts() || (layout.scope() == Scope.TENSOR && pass.equals(Pass.whole()));
    }

    @Override
    public void run() {
        before = isFirst ? squares() : 0;
        rule.edit(gradient, parameter, state, this);
        after = isLast ? squares() : 0;
    }

    private double squares() {
        return Kernels.f32().sumOfSquares(gradient.data(), 0, gradient.size());
    }

    double before() {
        return before;
    }

    double after() {
        return after;
    }

    /// Forgets the sums: of the calls of a part in several rooms one runs each time, and not always the same.
    void clear() {
        before = 0;
        after = 0;
    }

    @Override
    public int pass() {
        return pass;
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long count() {
        return count;
    }
}
