package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.Pass;
import io.fletching.spi.Scope;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// The layouts that one rule declared for many parameters, planned together: memory for their slots, then their calls.
final class Work {
    private static final long SMALL = 65_536;

    /// Makes one call of a rule.
    interface Maker {
        /// Makes the call.
        ///
        /// @param view what the call sees of a tensor beside the parameter
        /// @param parameter its part of the parameter, in float32
        Runnable make(int pass, long first, long count, UnaryOperator<Tensor> view, Tensor parameter, State state);
    }

    private record Item(Widened parameter, StateLayout layout, Cut cut, String owner, Maker maker) {
        Tensor value() {
            return parameter.variable().value();
        }

        boolean isOnePassOfParts() {
            return layout.passes().equals(List.of(Pass.parts()));
        }

        /// Whether the parameter is widened as a whole before its passes, and stored behind them.
        boolean isCopied() {
            return parameter.needsRoom() && layout.scope() == Scope.TENSOR;
        }

        /// Whether all calls of a parameter, or of a part of it, may run back to back on one thread.
        boolean isFlat() {
            return (isOnePassOfParts() && !isCopied()) || value().size() <= SMALL;
        }

        long largestPart() {
            return parameter.needsRoom() && !isCopied() ? cut.part(value(), 0).size() : 0;
        }

        /// Bytes of scratch, with room for a parameter that is seen whole.
        long scratch() {
            Shape shape = value().shape();
            long room = isCopied() ? Scratch.padded(DType.F32, shape) : 0;
            return room + Scratch.bytes(layout, cut, shape);
        }
    }

    private final boolean writes;
    private final List<Item> items = new ArrayList<>();
    private final Map<Variable, SlotMemory> planned = new HashMap<>();

    /// @param writes whether the calls change parameters
    Work(boolean writes) {
        this.writes = writes;
    }

    /// @param owner the name of the provider
    /// @param maker of the calls
    void add(Widened parameter, StateLayout layout, String owner, Maker maker) {
        if (!layout.passes().isEmpty()) {
            Cut cut = Cut.of(layout, parameter.variable().value().shape());
            items.add(new Item(parameter, layout, cut, owner, maker));
        }
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /// @param kept takes the KEPT slots as `parameter/owner/slot`
    Sweeps plan(Memory memory, Workers workers, Map<String, Tensor> kept) {
        long shared = items.stream()
                .filter(item -> !item.isFlat())
                .mapToLong(Item::scratch)
                .max()
                .orElse(0);
        var scratch = new Scratch(memory, shared);
        long largest = items.stream().mapToLong(Item::largestPart).max().orElse(0);
        var rooms = new Rooms(memory, workers.threads(), largest);
        var sweeps = new Sweeps.Builder();
        for (Item item : items) {
            SlotMemory.Source source = item.isFlat() ? memory::allocate : scratch.reset()::allocate;
            var slots = new SlotMemory(item.layout, item.cut, item.value(), item.owner, memory::allocate, source);
            Variable variable = item.parameter.variable();
            planned.put(variable, slots);
            slots.kept(variable.name() + "/" + item.owner, kept);
            Widened parameter =
                    item.isCopied() ? item.parameter.whole(shape -> source.allocate(DType.F32, shape)) : item.parameter;
            sweeps.add(calls(item, parameter, slots, rooms), item.value().size(), item.isFlat(), slots);
        }
        return sweeps.build(workers);
    }

    private List<List<Runnable>> calls(Item item, Widened parameter, SlotMemory slots, Rooms rooms) {
        long row = item.layout.scope() == Scope.ROW ? item.value().shape().rowLength() : 1;
        int passes = item.layout.passes().size();
        List<List<Runnable>> calls = Passes.calls(
                item.layout,
                item.cut,
                slots::get,
                slots::get,
                (pass, first, count, view, state) -> parameter.call(
                        new Widened.Part(view, first * row, pass, writes ? passes : 0),
                        rooms,
                        values -> item.maker.make(pass, first, count, view, values, state)));
        if (item.isOnePassOfParts() && !item.isCopied()) {
            List<Runnable> stores = writes ? parameter.stores(item.cut) : List.of();
            return stores.isEmpty() ? calls : List.of(both(calls.getFirst(), stores));
        }
        Cut cut = Cut.of(StateLayout.elementwise(), item.value().shape());
        var around = new ArrayList<List<Runnable>>();
        around.add(parameter.loads(cut));
        around.addAll(calls);
        around.add(writes ? parameter.stores(cut) : List.of());
        around.removeIf(List::isEmpty);
        return around;
    }

    /// Each part is stored right after its call, while it is in cache.
    private static List<Runnable> both(List<Runnable> calls, List<Runnable> stores) {
        var both = new ArrayList<Runnable>();
        for (int i = 0; i < calls.size(); i++) {
            Runnable call = calls.get(i);
            Runnable store = stores.get(i);
            both.add(() -> {
                call.run();
                store.run();
            });
        }
        return both;
    }

    /// The slots of a parameter that was planned.
    SlotMemory slots(Variable variable) {
        return Objects.requireNonNull(planned.get(variable));
    }
}
