package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.spi.Pass;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The layouts that one rule declared for many parameters, planned together: memory for their slots, then their calls.
final class Work {
    private static final long SMALL = 65_536;

    private record Item(
            Variable variable, StateLayout layout, Cut cut, String owner, Passes.Maker<? extends Runnable> maker) {
        /// Whether all calls of a parameter, or of a part of it, may run back to back on one thread.
        boolean isFlat() {
            return layout.passes().equals(List.of(Pass.parts()))
                    || variable.value().size() <= SMALL;
        }
    }

    private final List<Item> items = new ArrayList<>();
    private final Map<Variable, SlotMemory> planned = new HashMap<>();

    /// @param owner the name of the provider
    /// @param maker of the calls
    void add(Variable variable, StateLayout layout, String owner, Passes.Maker<? extends Runnable> maker) {
        if (!layout.passes().isEmpty()) {
            items.add(new Item(variable, layout, Cut.of(layout, variable.value().shape()), owner, maker));
        }
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /// @param kept takes the KEPT slots as `parameter/owner/slot`
    Sweeps plan(Memory memory, Workers workers, Map<String, Tensor> kept) {
        long shared = items.stream()
                .filter(item -> !item.isFlat())
                .mapToLong(item -> Scratch.bytes(
                        item.layout, item.cut, item.variable.value().shape()))
                .max()
                .orElse(0);
        var scratch = new Scratch(memory, shared);
        var sweeps = new Sweeps.Builder();
        for (Item item : items) {
            SlotMemory.Source source = item.isFlat() ? memory::allocate : scratch.reset()::allocate;
            var slots =
                    new SlotMemory(item.layout, item.cut, item.variable.value(), item.owner, memory::allocate, source);
            planned.put(item.variable, slots);
            slots.kept(item.variable.name() + "/" + item.owner, kept);
            sweeps.add(
                    Passes.calls(item.layout, item.cut, slots::get, slots::get, item.maker),
                    item.variable.value().size(),
                    item.isFlat(),
                    slots);
        }
        return sweeps.build(workers);
    }

    /// The slots of a parameter that was planned.
    SlotMemory slots(Variable variable) {
        return Objects.requireNonNull(planned.get(variable));
    }
}
