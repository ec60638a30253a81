package io.fletching.tck;

import io.fletching.spi.DType;
import io.fletching.spi.Scope;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Extent;
import io.fletching.spi.StateSlot.Life;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/// A layout with its memory and its parts, for tensors of one shape.
///
/// The cut is the contract's: 65,536 elements; as many rows as that, but at least a 64th of all, and of the numbers
/// that
/// parts leave behind, where these are many; or everything.
final class Plan {
    private static final long PART = 65_536;
    private static final long SHARES = 64;

    private final StateLayout layout;
    private final Shape shape;
    private final Map<String, Tensor> memory = new LinkedHashMap<>();
    private final Map<String, Tensor> gradients = new HashMap<>();
    private final Slots whole = new Slots(memory, gradients);
    private final List<Slots> parts = new ArrayList<>();

    /// @param given the memory of a slot that outlives this plan, by name, made on first use
    /// @param gradient the gradient of a learned one
    Plan(
            StateLayout layout,
            Shape shape,
            DType type,
            Bench bench,
            BiFunction<StateSlot, Shape, Tensor> given,
            Function<StateSlot, Tensor> gradient) {
        this.layout = layout;
        this.shape = shape;
        for (StateSlot slot : layout.slots()) {
            memory.put(
                    slot.name(),
                    slot.life() == Life.SCRATCH
                            ? bench.tensor(type(slot, type), shape(slot), bench.undefined())
                            : given.apply(slot, shape(slot)));
            if (slot.life() == Life.LEARNED) {
                gradients.put(slot.name(), gradient.apply(slot));
            }
        }
        for (int part = 0; part < parts(); part++) {
            var slices = new HashMap<String, Tensor>();
            for (StateSlot slot : layout.slots()) {
                slices.put(slot.name(), slice(slot, Slots.find(memory, slot.name()), part));
            }
            parts.add(new Slots(slices, gradients));
        }
    }

    /// F32 slots have the type of the tensors they belong to.
    static DType type(StateSlot slot, DType type) {
        return slot.dtype() == DType.F32 ? type : slot.dtype();
    }

    private Shape shape(StateSlot slot) {
        return switch (slot.extent()) {
            case LIKE -> shape;
            case ROW -> Shape.of(shape.rows());
            case BLOCK -> Shape.of(Math.ceilDiv(shape.size(), slot.shape().size()));
            case CHUNK -> Shape.of(parts(), slot.shape().size());
            case FIXED -> slot.shape();
        };
    }

    private Tensor slice(StateSlot slot, Tensor tensor, int part) {
        return switch (slot.extent()) {
            case LIKE -> part(tensor, part);
            case ROW -> tensor.slice(first(part), count(part));
            case BLOCK -> {
                long block = slot.shape().size();
                yield tensor.slice(first(part) / block, Math.ceilDiv(count(part), block));
            }
            case CHUNK -> tensor.slice(part * slot.shape().size(), slot.shape().size());
            case FIXED -> layout.scope() == Scope.TENSOR ? tensor : tensor.readOnly();
        };
    }

    /// What a combining call sees.
    State whole() {
        return whole;
    }

    /// Zeroes what starts every update and phase at zero.
    void begin() {
        for (StateSlot slot : layout.slots()) {
            if (slot.extent() == Extent.CHUNK) {
                Slots.find(memory, slot.name()).data().fill((byte) 0);
            }
        }
    }

    /// All calls of one run, pass after pass.
    List<Place> places() {
        var places = new ArrayList<Place>();
        for (int index = 0; index < layout.passes().size(); index++) {
            var pass = layout.passes().get(index);
            int calls = pass.isParts() ? parts.size() : (int) Math.min(SHARES, pass.units());
            for (int call = 0; call < calls; call++) {
                long first = pass.isParts() ? first(call) : pass.units() * call / calls;
                long count = pass.isParts() ? count(call) : pass.units() * (call + 1) / calls - first;
                places.add(new Place(
                        index, first, count, pass.isParts() ? parts.get(call) : whole, pass.isParts() ? call : -1));
            }
        }
        return places;
    }

    /// What the call at a place sees of a tensor: its part, or in a combining pass the shape alone.
    Tensor view(Tensor tensor, Place place) {
        if (place.part() >= 0) {
            return part(tensor, place.part());
        }
        return layout.scope() == Scope.TENSOR ? tensor : Tensor.shapeOnly(tensor.dtype(), tensor.shape());
    }

    private Tensor part(Tensor tensor, int part) {
        var slice = switch (layout.scope()) {
            case ELEMENT -> tensor.slice(first(part), count(part));
            case ROW -> tensor.rows(first(part), count(part));
            case TENSOR -> tensor;
        };
        return tensor.data().isReadOnly() ? slice.readOnly() : slice;
    }

    private int parts() {
        return Math.max(1, Math.toIntExact(Math.ceilDiv(units(), unitsOfAPart())));
    }

    private long first(int part) {
        return part * unitsOfAPart();
    }

    private long count(int part) {
        return Math.min(unitsOfAPart(), units() - first(part));
    }

    private long units() {
        return switch (layout.scope()) {
            case ELEMENT -> shape.size();
            case ROW -> shape.rows();
            case TENSOR -> 1;
        };
    }

    private long unitsOfAPart() {
        if (layout.scope() != Scope.ROW) {
            return layout.scope() == Scope.ELEMENT ? PART : 1;
        }
        long length = Math.max(1, shape.rowLength());
        long width = layout.slots().stream()
                .filter(slot -> slot.extent() == Extent.CHUNK)
                .mapToLong(slot -> slot.shape().size())
                .sum();
        long rows = Math.max(1, PART / length);
        return width <= SHARES
                ? rows
                : Math.max(rows, Math.max(Math.ceilDiv(shape.rows(), SHARES), Math.ceilDiv(SHARES * width, length)));
    }
}
