package io.fletching.tck;

import io.fletching.spi.Call;
import io.fletching.spi.State;
import io.fletching.spi.Tensor;
import java.util.function.UnaryOperator;

/// One call of a pass, and what it works on.
class Turn implements Call {
    private final int pass;
    private final long first;
    private final long count;
    private final UnaryOperator<Tensor> view;
    private final State state;

    /// @param view what the call sees of a tensor that the parts cut up
    Turn(int pass, long first, long count, UnaryOperator<Tensor> view, State state) {
        this.pass = pass;
        this.first = first;
        this.count = count;
        this.view = view;
        this.state = state;
    }

    Turn(Turn turn) {
        this(turn.pass, turn.first, turn.count, turn.view, turn.state);
    }

    @Override
    public final int pass() {
        return pass;
    }

    @Override
    public final long first() {
        return first;
    }

    @Override
    public final long count() {
        return count;
    }

    /// What this call sees of a tensor; read-only where the tensor is. Allocates: for plan time.
    final Tensor see(Tensor tensor) {
        var seen = view.apply(tensor);
        return tensor.data().isReadOnly() ? seen.readOnly() : seen;
    }

    final State state() {
        return state;
    }
}
