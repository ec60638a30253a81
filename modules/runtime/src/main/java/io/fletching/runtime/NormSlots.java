package io.fletching.runtime;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Normalizer.Norm;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Extent;
import io.fletching.spi.StateSlot.Life;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A bound norm in its place in a model: the memory that outlives a batch. Its LEARNED slots are parameters, its KEPT
/// slots buffers, both named `name.slot`. One or more [NormProgram]s run it.
public final class NormSlots {
    private static final StateSlot NUMBER = StateSlot.fixed("number").as(DType.I64);

    private final Norm norm;
    private final Shape sample;
    private final DType type;
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Map<String, Tensor> gradients = new HashMap<>();

    /// Training forwards so far.
    private long number;

    /// The same number as a buffer that is saved with the model, where the norm keeps anything that could depend on it.
    private @Nullable Tensor keptNumber;

    private NormSlots(Norm norm, Shape sample, DType type) {
        this.norm = norm;
        this.sample = sample;
        this.type = type;
    }

    /// What a norm wants of its model: its LEARNED and KEPT slots in declaration order, and last, where it keeps
    /// anything, the slot `number` that counts its training forwards.
    ///
    /// @throws FletchingException of kind `PROVIDER` where the declaration breaks the contract
    public static List<StateSlot> owned(Norm norm) {
        var declared = new LinkedHashMap<String, StateSlot>();
        for (Phase phase : Phase.values()) {
            norm.layout(phase).slots().forEach(slot -> check(slot, declared.putIfAbsent(slot.name(), slot)));
        }
        var owned = new ArrayList<StateSlot>();
        declared.values().stream().filter(NormSlots::isOwned).forEach(owned::add);
        if (owned.stream().anyMatch(slot -> slot.life() == Life.KEPT)) {
            owned.add(NUMBER);
        }
        return owned;
    }

    private static boolean isOwned(StateSlot slot) {
        return slot.life() == Life.KEPT || slot.life() == Life.LEARNED;
    }

    private static void check(StateSlot slot, @Nullable StateSlot before) {
        if (isOwned(slot) && slot.extent() != Extent.FIXED) {
            throw broken(slot, "is " + slot.life() + " with extent " + slot.extent() + "; expected FIXED.");
        }
        if (slot.extent() == Extent.CHUNK && slot.life() != Life.SCRATCH) {
            throw broken(slot, "is a CHUNK slot of life " + slot.life() + "; expected SCRATCH.");
        }
        if (before != null && slot.life() != Life.SCRATCH && !before.equals(slot)) {
            throw broken(slot, "is declared as '" + before + "' in one phase and as '" + slot + "' in another.");
        }
    }

    private static FletchingException broken(StateSlot slot, String what) {
        return new FletchingException(Kind.PROVIDER, "slot-norm", "The slot '" + slot.name() + "' of a norm " + what);
    }

    /// Makes the parameters and buffers that a norm declares, at their initial values.
    ///
    /// @param sample the shape that the norm was bound to, without the batch axis
    /// @param name what the names of its parameters start with, such as `blocks.3.norm`
    /// @param type of the model; slots declared as F32 are of this type
    /// @throws FletchingException of kind `PROVIDER` where the declaration breaks the contract
    public static NormSlots declare(Norm norm, Shape sample, String name, Variables variables, DType type) {
        for (StateSlot slot : owned(norm)) {
            String full = name + "." + slot.name();
            Tensor tensor = slot.life() == Life.LEARNED
                    ? variables
                            .create(Parameter.of(full, slot.shape()), type(slot, type), Role.NORM)
                            .value()
                    : variables.keep(full, type(slot, type), slot.shape());
            SlotMemory.initial(slot, tensor);
        }
        return attach(norm, sample, name, variables, type);
    }

    /// The slots of a norm whose parameters and buffers are there already, as [#owned] says.
    ///
    /// @param name what their names start with
    public static NormSlots attach(Norm norm, Shape sample, String name, Variables variables, DType type) {
        var slots = new NormSlots(norm, sample, type);
        for (StateSlot slot : owned(norm)) {
            String full = name + "." + slot.name();
            if (slot.life() == Life.LEARNED) {
                Variable variable = variables.get(full);
                slots.tensors.put(slot.name(), variable.value());
                slots.gradients.put(slot.name(), variable.gradient());
            } else {
                slots.tensors.put(
                        slot.name(), Objects.requireNonNull(variables.buffers().get(full)));
            }
        }
        slots.keptNumber = slots.tensors.get(NUMBER.name());
        return slots;
    }

    Norm norm() {
        return norm;
    }

    Shape sample() {
        return sample;
    }

    /// The type of a slot's memory in this model.
    DType type(StateSlot slot) {
        return type(slot, type);
    }

    private static DType type(StateSlot slot, DType model) {
        return slot.dtype() == DType.F32 ? model : slot.dtype();
    }

    /// The memory of a KEPT or LEARNED slot.
    Tensor tensor(StateSlot slot) {
        return Objects.requireNonNull(tensors.get(slot.name()));
    }

    /// The gradient of a LEARNED slot.
    Tensor gradient(StateSlot slot) {
        return Objects.requireNonNull(gradients.get(slot.name()));
    }

    /// Training forwards so far.
    long number() {
        return keptNumber == null ? number : (long) keptNumber.get(0);
    }

    /// Counts one more.
    long advance() {
        number = number() + 1;
        if (keptNumber != null) {
            keptNumber.set(0, (double) number);
        }
        return number;
    }
}
