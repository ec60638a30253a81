package io.fletching.runtime;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Shape;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Extent;
import io.fletching.spi.StateSlot.Life;
import io.fletching.spi.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The memory of a layout's slots for one tensor, at its initial values.
final class SlotMemory {
    /// Where memory comes from.
    interface Source {
        Tensor allocate(DType type, Shape shape);
    }

    private final StateLayout layout;
    private final Tensor of;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Tensor[] chunks;

    /// @param of the tensor that the layout was declared for, in memory where a slot starts from it
    /// @param owner named in messages
    SlotMemory(StateLayout layout, Cut cut, Tensor of, String owner, Source kept, Source scratch) {
        this.layout = layout;
        this.of = of;
        for (StateSlot slot : layout.slots()) {
            if (slot.life() == Life.SAVED || slot.life() == Life.LEARNED) {
                throw new FletchingException(
                        Kind.PROVIDER,
                        "slot-life",
                        "The slot '" + slot.name() + "' of '" + owner + "' is " + slot.life()
                                + ", which only normalizers have; expected KEPT or SCRATCH.");
            }
            Shape shape = cut.shape(slot, of.shape());
            tensors.put(slot.name(), (slot.life() == Life.SCRATCH ? scratch : kept).allocate(slot.dtype(), shape));
        }
        start();
        this.chunks = layout.slots().stream()
                .filter(slot -> slot.extent() == Extent.CHUNK)
                .map(this::get)
                .toArray(Tensor[]::new);
    }

    /// Gives the KEPT slots their initial values.
    void start() {
        layout.slots(Life.KEPT).forEach(slot -> {
            if (slot.isFromParameter()) {
                copy(of, get(slot));
            } else {
                fill(slot, get(slot));
            }
        });
    }

    private static void fill(StateSlot slot, Tensor tensor) {
        if (slot.initial() == 0) {
            tensor.data().fill((byte) 0);
            return;
        }
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, slot.initial());
        }
    }

    private static void copy(Tensor from, Tensor to) {
        for (long i = 0; i < to.size(); i++) {
            to.set(i, from.get(i));
        }
    }

    /// Gives freshly allocated memory a slot's initial value.
    static Tensor initial(StateSlot slot, Tensor tensor) {
        fill(slot, tensor);
        return tensor;
    }

    Tensor get(StateSlot slot) {
        return Objects.requireNonNull(tensors.get(slot.name()));
    }

    /// Zeroes the CHUNK slots, as every update starts.
    void clear() {
        for (Tensor chunk : chunks) {
            chunk.data().fill((byte) 0);
        }
    }

    /// Adds the KEPT slots to a map, as `prefix/slot`.
    void kept(String prefix, Map<String, Tensor> into) {
        layout.slots(Life.KEPT).forEach(slot -> into.put(prefix + "/" + slot.name(), get(slot)));
    }
}
