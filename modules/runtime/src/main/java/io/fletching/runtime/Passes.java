package io.fletching.runtime;

import io.fletching.spi.Pass;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Makes the calls of a layout at plan time: of each pass one for each part, or one for each share.
public final class Passes {

    /// Makes one call.
    public interface Maker<C> {
        /// Makes the call of one part or share.
        ///
        /// @param first the first element, row or unit
        /// @param count how many
        /// @param view what the call sees of a tensor that the parts cut up
        C make(int pass, long first, long count, UnaryOperator<Tensor> view, State state);
    }

    private Passes() {}

    /// The calls by pass, in the order of parts or shares.
    ///
    /// @param memory the whole memory of a slot
    /// @param gradients the gradient of a LEARNED slot
    public static <C> List<List<C>> calls(
            StateLayout layout,
            Cut cut,
            Function<StateSlot, Tensor> memory,
            Function<StateSlot, Tensor> gradients,
            Maker<C> maker) {
        State[] parts = States.parts(layout, cut, memory, gradients);
        State combining = States.combining(layout, cut, memory, gradients);
        List<List<C>> passes = new ArrayList<>();
        for (Pass pass : layout.passes()) {
            List<C> calls = new ArrayList<>();
            int count = pass.isParts() ? cut.parts() : Cut.shares(pass.units());
            for (int i = 0; i < count; i++) {
                int index = i;
                if (pass.isParts()) {
                    calls.add(maker.make(
                            passes.size(), cut.first(i), cut.count(i), whole -> cut.part(whole, index), parts[i]));
                } else {
                    long first = Cut.shareFirst(pass.units(), i);
                    long units = Cut.shareFirst(pass.units(), i + 1) - first;
                    calls.add(maker.make(passes.size(), first, units, cut::combining, combining));
                }
            }
            passes.add(calls);
        }
        return passes;
    }
}
