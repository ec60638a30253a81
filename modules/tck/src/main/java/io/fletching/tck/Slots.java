package io.fletching.tck;

import io.fletching.spi.FletchingException;
import io.fletching.spi.State;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.util.Map;

/// Slots by name.
record Slots(Map<String, Tensor> memory, Map<String, Tensor> gradients) implements State {

    @Override
    public Tensor get(StateSlot slot) {
        return find(memory, slot.name());
    }

    @Override
    public boolean has(StateSlot slot) {
        return memory.containsKey(slot.name());
    }

    @Override
    public Tensor gradient(StateSlot slot) {
        return find(gradients, slot.name());
    }

    static Tensor find(Map<String, Tensor> tensors, String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw FletchingException.unknown(
                    FletchingException.Kind.PROVIDER,
                    "slot-undeclared",
                    "The layout has no slot '" + name + "' here.",
                    name,
                    "Slots",
                    tensors.keySet());
        }
        return tensor;
    }
}
