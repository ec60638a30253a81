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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A bound norm in its place in a model: the memory that outlives a batch. Its LEARNED slots are parameters, its KEPT
/// slots buffers, both named `name.slot`. One or more [NormProgram]s run it.
public final class NormSlots {
    private final Norm norm;
    private final Shape sample;
    private final DType type;
    private final Map<String, StateSlot> declared = new LinkedHashMap<>();
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

    /// Makes the parameters and buffers that a norm declares, at their initial values.
    ///
    /// @param sample the shape that the norm was bound to, without the batch axis
    /// @param name what the names of its parameters start with, such as `blocks.3.norm`
    /// @param type of the model; slots declared as F32 are of this type
    /// @throws FletchingException of kind `PROVIDER` where the declaration breaks the contract
    public static NormSlots declare(Norm norm, Shape sample, String name, Variables variables, DType type) {
        var slots = new NormSlots(norm, sample, type);
        for (Phase phase : Phase.values()) {
            norm.layout(phase).slots().forEach(slot -> slots.check(name, slot));
        }
        boolean keeps = false;
        for (StateSlot slot : slots.declared.values()) {
            switch (slot.life()) {
                case LEARNED -> slots.learn(slot, name + "." + slot.name(), variables);
                case KEPT -> {
                    keeps = true;
                    Tensor buffer = variables.keep(name + "." + slot.name(), slots.type(slot), slot.shape());
                    slots.tensors.put(slot.name(), SlotMemory.initial(slot, buffer));
                }
                case SAVED, SCRATCH -> {}
            }
        }
        if (keeps) {
            slots.keptNumber = variables.keep(name + ".number", DType.I64, Shape.of(1));
        }
        return slots;
    }

    private void check(String name, StateSlot slot) {
        boolean model = slot.life() == Life.KEPT || slot.life() == Life.LEARNED;
        if (model && slot.extent() != Extent.FIXED) {
            throw broken(name, slot, "is " + slot.life() + " with extent " + slot.extent() + "; expected FIXED.");
        }
        if (slot.extent() == Extent.CHUNK && slot.life() != Life.SCRATCH) {
            throw broken(name, slot, "is a CHUNK slot of life " + slot.life() + "; expected SCRATCH.");
        }
        StateSlot before = declared.putIfAbsent(slot.name(), slot);
        if (before != null && slot.life() != Life.SCRATCH && !before.equals(slot)) {
            throw broken(name, slot, "is declared as '" + before + "' in one phase and as '" + slot + "' in another.");
        }
    }

    private static FletchingException broken(String name, StateSlot slot, String what) {
        return new FletchingException(
                Kind.PROVIDER, "slot-norm", "The slot '" + slot.name() + "' of norm '" + name + "' " + what);
    }

    private void learn(StateSlot slot, String name, Variables variables) {
        Variable variable = variables.create(Parameter.of(name, slot.shape()), type(slot));
        tensors.put(slot.name(), SlotMemory.initial(slot, variable.value()));
        gradients.put(slot.name(), variable.gradient());
    }

    Norm norm() {
        return norm;
    }

    Shape sample() {
        return sample;
    }

    /// The type of a slot's memory in this model.
    DType type(StateSlot slot) {
        return slot.dtype() == DType.F32 ? type : slot.dtype();
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
