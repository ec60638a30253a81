package io.fletching.tck;

import io.fletching.runtime.Cut;
import io.fletching.runtime.Passes;
import io.fletching.runtime.States;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Extent;
import io.fletching.spi.StateSlot.Life;
import io.fletching.spi.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;

/// A layout with its memory, cut by the runtime into calls that are made beforehand.
final class Plan {
    private final StateLayout layout;
    private final Cut cut;
    private final Map<String, Tensor> memory = new HashMap<>();
    private final Function<StateSlot, Tensor> gradients;
    private final Tensor[] chunks;
    private final int[] calls;
    private final IntConsumer[] passes;

    /// @param type of the tensors; F32 slots follow it
    /// @param lasting the memory of a slot that is not scratch, of a shape
    /// @param gradients the gradient of a learned slot
    /// @param call makes one call; what it allocates, it allocates now
    Plan(
            StateLayout layout,
            Shape shape,
            DType type,
            Bench bench,
            BiFunction<StateSlot, Shape, Tensor> lasting,
            Function<StateSlot, Tensor> gradients,
            Function<Turn, Runnable> call) {
        this.layout = layout;
        this.cut = bench.cut(layout, shape);
        this.gradients = gradients;
        for (StateSlot slot : layout.slots()) {
            var extent = cut.shape(slot, shape);
            memory.put(
                    slot.name(),
                    slot.life() == Life.SCRATCH
                            ? bench.tensor(type(slot, type), extent, bench.undefined())
                            : lasting.apply(slot, extent));
        }
        this.chunks = layout.slots().stream()
                .filter(slot -> slot.extent() == Extent.CHUNK)
                .map(this::memory)
                .toArray(Tensor[]::new);
        var turns = Passes.calls(layout, cut, this::memory, gradients, Turn::new);
        this.calls = turns.stream().mapToInt(List::size).toArray();
        this.passes = turns.stream()
                .map(pass -> pass.stream().map(call).toArray(Runnable[]::new))
                .<IntConsumer>map(pass -> index -> pass[index].run())
                .toArray(IntConsumer[]::new);
    }

    private Tensor memory(StateSlot slot) {
        return Named.find(memory, slot.name());
    }

    /// Whether each part alone decides what it writes.
    boolean isPartwise() {
        return layout.passes().equals(List.of(Pass.parts())) && chunks.length == 0;
    }

    /// Whether the first pass is one of parts and no later one is.
    boolean isPartsFirst() {
        return !layout.passes().isEmpty()
                && layout.passes().getFirst().isParts()
                && layout.passes().stream().skip(1).noneMatch(Pass::isParts);
    }

    /// F32 slots have the type of the tensors they belong to.
    static DType type(StateSlot slot, DType type) {
        return slot.dtype() == DType.F32 ? type : slot.dtype();
    }

    /// What a combining call sees.
    State combining() {
        return States.combining(layout, cut, this::memory, gradients);
    }

    /// Every pass in turn, with a barrier between; what starts at zero is zeroed before.
    void run(Workers workers) {
        for (Tensor chunk : chunks) {
            chunk.data().fill((byte) 0);
        }
        for (int pass = 0; pass < passes.length; pass++) {
            workers.run(calls[pass], passes[pass]);
        }
    }
}
