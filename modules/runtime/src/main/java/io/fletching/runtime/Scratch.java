package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot.Life;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;

/// One region that tensors whose work runs one after another use in turn.
final class Scratch {
    private static final long ALIGNMENT = 64;

    private final MemorySegment region;
    private long used;

    Scratch(Memory memory, long bytes) {
        this.region = memory.allocate(DType.I8, Shape.of(bytes)).data();
    }

    /// What the SCRATCH slots of a layout need.
    static long bytes(StateLayout layout, Cut cut, Shape shape) {
        return layout.slots(Life.SCRATCH)
                .mapToLong(slot -> padded(slot.dtype(), cut.shape(slot, shape)))
                .sum();
    }

    /// The bytes of one tensor.
    static long padded(DType type, Shape shape) {
        return Math.ceilDiv(Math.multiplyExact(shape.size(), (long) type.bytes()), ALIGNMENT) * ALIGNMENT;
    }

    /// The next tensor starts over.
    Scratch reset() {
        used = 0;
        return this;
    }

    Tensor allocate(DType type, Shape shape) {
        Tensor tensor = Tensor.of(region.asSlice(used, shape.size() * type.bytes()), type, shape);
        used += padded(type, shape);
        return tensor;
    }
}
