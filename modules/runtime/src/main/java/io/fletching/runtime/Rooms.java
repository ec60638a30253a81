package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/// Room in float32 for one part of a parameter each, as many as threads may be at work. Which of them a call gets
/// depends on the threads, and what it does there does not.
final class Rooms {
    private final Tensor[] rooms;
    private final AtomicIntegerArray taken;

    /// @param elements of the largest part; 0 where none needs a room
    Rooms(Memory memory, int threads, long elements) {
        int count = elements == 0 ? 0 : threads;
        this.rooms = IntStream.range(0, count)
                .mapToObj(_ -> memory.allocate(DType.F32, Shape.of(elements)))
                .toArray(Tensor[]::new);
        this.taken = new AtomicIntegerArray(count);
    }

    /// A part of this shape in each room.
    Tensor[] views(Shape shape) {
        Tensor[] views = new Tensor[rooms.length];
        for (int i = 0; i < views.length; i++) {
            views[i] = rooms[i].slice(0, shape.size()).as(shape);
        }
        return views;
    }

    /// The number of a room that is the caller's until [#giveBack].
    int take() {
        for (int i = 0; i < rooms.length; i++) {
            if (taken.compareAndSet(i, 0, 1)) {
                return i;
            }
        }
        throw new IllegalStateException("More threads are at work than there are rooms, " + rooms.length + ".");
    }

    void giveBack(int room) {
        taken.set(room, 0);
    }
}
