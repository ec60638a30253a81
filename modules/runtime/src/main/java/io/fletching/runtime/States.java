package io.fletching.runtime;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The slots of a layout as one part, or a combining pass, sees them. Made at plan time; a lookup allocates nothing.
public final class States implements State {
    private final String[] names;
    private final Tensor[] tensors;

    /// A shape without memory for a slot that is not LEARNED.
    private final Tensor[] gradients;

    private States(List<StateSlot> slots, Function<StateSlot, Tensor> tensors, Function<StateSlot, Tensor> gradients) {
        this.names = slots.stream().map(StateSlot::name).toArray(String[]::new);
        this.tensors = slots.stream().map(tensors).toArray(Tensor[]::new);
        this.gradients = slots.stream().map(gradients).toArray(Tensor[]::new);
    }

    /// One state for each part.
    ///
    /// @param memory the whole memory of a slot, of the shape that [Cut#shape] says
    /// @param gradients the gradient of a LEARNED slot; asked for those alone
    public static State[] parts(
            StateLayout layout, Cut cut, Function<StateSlot, Tensor> memory, Function<StateSlot, Tensor> gradients) {
        var states = new State[cut.parts()];
        for (int i = 0; i < states.length; i++) {
            int part = i;
            states[i] = of(layout, memory, gradients, (slot, tensor) -> cut.part(slot, tensor, part));
        }
        return states;
    }

    /// The state of the whole and shares passes of a layout.
    public static State combining(
            StateLayout layout, Cut cut, Function<StateSlot, Tensor> memory, Function<StateSlot, Tensor> gradients) {
        return of(layout, memory, gradients, cut::combining);
    }

    private static State of(
            StateLayout layout,
            Function<StateSlot, Tensor> memory,
            Function<StateSlot, Tensor> gradients,
            BiFunction<StateSlot, Tensor, Tensor> view) {
        return new States(
                layout.slots(),
                slot -> view.apply(slot, memory.apply(slot)),
                slot -> slot.life() == StateSlot.Life.LEARNED
                        ? view.apply(slot, gradients.apply(slot))
                        : Tensor.shapeOnly(slot.dtype(), slot.shape()));
    }

    @Override
    public Tensor get(StateSlot slot) {
        return tensors[index(slot)];
    }

    @Override
    public boolean has(StateSlot slot) {
        return find(slot.name()) >= 0;
    }

    @Override
    public Tensor gradient(StateSlot slot) {
        return gradients[index(slot)];
    }

    private int index(StateSlot slot) {
        int index = find(slot.name());
        if (index < 0) {
            throw FletchingException.unknown(
                    Kind.PROVIDER,
                    "slot-undeclared",
                    "A provider asks for the slot '" + slot.name() + "', which its layout does not declare.",
                    slot.name(),
                    "Slots",
                    List.of(names));
        }
        return index;
    }

    private int find(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
