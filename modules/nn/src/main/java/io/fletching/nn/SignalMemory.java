package io.fletching.nn;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lends tensors to signals, and takes them back for the next one of their shape, while they are still in cache. Equal
/// shapes keep a row where it was, so no two ranges of rows ever meet in one piece of memory.
final class SignalMemory {
    private final Memory memory;
    private final DType type;
    private final Map<Shape, Deque<Tensor>> free = new HashMap<>();

    /// What weight gradients read after the rows are through, and of that what has been given back.
    private final Set<Tensor> held = Collections.newSetFromMap(new IdentityHashMap<>());

    private final List<Tensor> returned = new ArrayList<>();

    SignalMemory(Memory memory, DType type) {
        this.memory = memory;
        this.type = type;
    }

    Tensor take(Shape shape) {
        Tensor lent = of(shape).pollFirst();
        return lent == null ? memory.allocate(type, shape) : lent;
    }

    /// From now on a tensor is lent to no other, until [#release].
    void hold(Tensor tensor) {
        held.add(tensor);
    }

    void giveBack(Tensor tensor) {
        if (held.contains(tensor)) {
            returned.add(tensor);
        } else {
            of(tensor.shape()).addFirst(tensor);
        }
    }

    /// Holds nothing any more.
    void release() {
        held.clear();
        returned.forEach(this::giveBack);
        returned.clear();
    }

    private Deque<Tensor> of(Shape shape) {
        return free.computeIfAbsent(shape, _ -> new ArrayDeque<>());
    }
}
