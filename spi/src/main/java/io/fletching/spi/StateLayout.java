package io.fletching.spi;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What a bound provider declares for one shape: its slots, how its work may be cut, and its passes.
public final class StateLayout {
    private static final StateLayout NONE = new StateLayout(Scope.ELEMENT, List.of(), List.of(), 0, 1);

    private final Scope scope;
    private final List<StateSlot> slots;
    private final List<Pass> passes;
    private final int scalarCount;
    private final int version;

    private StateLayout(Scope scope, List<StateSlot> slots, List<Pass> passes, int scalarCount, int version) {
        this.scope = scope;
        this.slots = slots;
        this.passes = passes;
        this.scalarCount = scalarCount;
        this.version = version;
    }

    /// No slots and no passes: nothing to do.
    public static StateLayout none() {
        return NONE;
    }

    /// Scope ELEMENT and one pass of parts.
    public static StateLayout elementwise(StateSlot... slots) {
        return of(Scope.ELEMENT, slots);
    }

    /// Scope ROW and one pass of parts.
    public static StateLayout rowwise(StateSlot... slots) {
        return of(Scope.ROW, slots);
    }

    /// Scope TENSOR and one whole pass.
    public static StateLayout whole(StateSlot... slots) {
        return of(Scope.TENSOR, slots).passes(Pass.whole());
    }

    private static StateLayout of(Scope scope, StateSlot... slots) {
        var names = new HashSet<String>();
        for (StateSlot slot : slots) {
            if (!names.add(slot.name())) {
                throw provider("slot-twice", "A layout declares the slot '" + slot.name() + "' twice.");
            }
            if (!slot.extent().fits(scope)) {
                throw provider(
                        "slot-scope",
                        "The slot '" + slot.name() + "' has extent " + slot.extent()
                                + ", which has no meaning in a layout of scope " + scope + ".");
            }
        }
        return new StateLayout(scope, List.of(slots), List.of(Pass.parts()), 0, 1);
    }

    /// The same layout with these passes, in this order.
    public StateLayout passes(Pass... passes) {
        return new StateLayout(scope, slots, List.of(passes), scalarCount, version);
    }

    /// The same layout with this many numbers computed by [Optimizer.Rule#prepare].
    public StateLayout scalars(int count) {
        if (count < 0) {
            throw provider("layout-scalars", "A layout declares " + count + " scalars; expected 0 or more.");
        }
        return new StateLayout(scope, slots, passes, count, version);
    }

    /// The same layout with another meaning of its slots, from 1; a checkpoint of another version is refused.
    public StateLayout version(int version) {
        if (version < 1) {
            throw provider("layout-version", "A layout declares version " + version + "; expected 1 or more.");
        }
        return new StateLayout(scope, slots, passes, scalarCount, version);
    }

    private static FletchingException provider(String code, String message) {
        return new FletchingException(FletchingException.Kind.PROVIDER, code, message);
    }

    /// How the work may be cut.
    public Scope scope() {
        return scope;
    }

    /// The state, in declaration order; no two of one name.
    public List<StateSlot> slots() {
        return slots;
    }

    /// The sweeps, in the order in which they run.
    public List<Pass> passes() {
        return passes;
    }

    /// The length of the array that [Optimizer.Rule#prepare] fills; 0 unless declared.
    public int scalarCount() {
        return scalarCount;
    }

    /// The meaning of the slots, from 1.
    public int version() {
        return version;
    }

    /// The slots of one life, in declaration order.
    public Stream<StateSlot> slots(StateSlot.Life life) {
        return slots.stream().filter(slot -> slot.life() == life);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StateLayout layout
                && scope == layout.scope
                && slots.equals(layout.slots)
                && passes.equals(layout.passes)
                && scalarCount == layout.scalarCount
                && version == layout.version;
    }

    @Override
    public int hashCode() {
        return Objects.hash(scope, slots, passes, scalarCount, version);
    }

    @Override
    public String toString() {
        return scope + " " + slots + " " + passes + " scalars=" + scalarCount + " v" + version;
    }
}
