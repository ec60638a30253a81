package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One use of a norm in a network, with the memory for batches of one size: what is saved from forward to backward, the
/// scratch of each phase, and all parts cut beforehand, so that a run allocates nothing.
///
/// A norm used twice before its backward has two programs over one [NormSlots]. The caller owns the order: [#begin],
/// then the passes one after another, each over all of its samples or units, in as many calls and on as many threads
/// as it likes.
public final class NormProgram {
    private final NormSlots slots;
    private final long samplesPerPart;
    private final Memory workspace;
    private final Map<String, Tensor> saved = new HashMap<>();
    private final Map<Phase, NormPhase> phases = new EnumMap<>(Phase.class);
    private boolean training;
    private long number;

    private NormProgram(NormSlots slots, long samplesPerPart, Memory workspace) {
        this.slots = slots;
        this.samplesPerPart = samplesPerPart;
        this.workspace = workspace;
    }

    /// A program of all three phases.
    ///
    /// @param samplesPerPart how many samples a part of a pass has; fixed by the loop, never by threads
    /// @param x the input, `[batch, …sample]`; what forward reads, and backward again
    /// @param y the output
    /// @param dx where backward writes the gradient of x
    /// @param dy the gradient of y
    /// @param workspace where saved and scratch slots are allocated
    public static NormProgram training(
            NormSlots slots, long samplesPerPart, Tensor x, Tensor y, Tensor dx, Tensor dy, Memory workspace) {
        var program = new NormProgram(slots, samplesPerPart, workspace);
        program.plan(Phase.TRAIN, new NormPhase.Operands(x, x, y));
        program.plan(Phase.EVALUATE, new NormPhase.Operands(x, x, y));
        program.plan(Phase.BACKWARD, new NormPhase.Operands(x, dy, dx));
        return program;
    }

    /// A program of [Phase#EVALUATE] alone, for a model that is not trained; see [#training].
    public static NormProgram evaluation(NormSlots slots, long samplesPerPart, Tensor x, Tensor y, Memory workspace) {
        var program = new NormProgram(slots, samplesPerPart, workspace);
        program.plan(Phase.EVALUATE, new NormPhase.Operands(x, x, y));
        return program;
    }

    private void plan(Phase phase, NormPhase.Operands operands) {
        Shape sample = slots.sample();
        for (Tensor tensor : List.of(operands.x(), operands.dy(), operands.out())) {
            Shape shape = tensor.shape();
            if (shape.rank() == 0 || shape.dim(0) < 1 || !shape.equals(sample.batchOf(shape.dim(0)))) {
                throw new IllegalArgumentException(
                        "A norm of samples " + sample + " is given a tensor of shape " + shape + ".");
            }
        }
        phases.put(phase, new NormPhase(this, phase, operands));
    }

    /// The memory of a slot: the model's, this program's, or for scratch that of the phase which asks.
    Tensor memory(StateSlot slot, Shape shape) {
        return switch (slot.life()) {
            case KEPT, LEARNED -> slots.tensor(slot);
            case SAVED -> saved.computeIfAbsent(slot.name(), name -> workspace.allocate(slots.type(slot), shape));
            case SCRATCH -> workspace.allocate(slots.type(slot), shape);
        };
    }

    /// The passes of a phase, in order.
    public List<Pass> passes(Phase phase) {
        return phase(phase).passes();
    }

    /// Starts a phase: zeroes its CHUNK slots, and counts the forward pass if it trains.
    public void begin(Phase phase) {
        phase(phase).clear();
        switch (phase) {
            case TRAIN -> {
                training = true;
                number = slots.advance();
            }
            case EVALUATE -> {
                training = false;
                number = slots.number();
            }
            case BACKWARD -> {}
        }
    }

    /// Runs a range of one pass. Several threads may run different ranges at once.
    ///
    /// @param pass index in [#passes]
    /// @param first in a pass of parts a sample, a multiple of the samples per part; otherwise a unit, the first of one
    ///     of the [Cut#shares]
    /// @param count up to the end of a part or share
    public void run(Phase phase, int pass, long first, long count) {
        phase(phase).run(pass, first, count);
    }

    private NormPhase phase(Phase phase) {
        NormPhase found = phases.get(phase);
        if (found == null) {
            throw new IllegalStateException(
                    "This program of a norm has no phase " + phase + "; it has " + phases.keySet() + ".");
        }
        return found;
    }

    NormSlots slots() {
        return slots;
    }

    long samplesPerPart() {
        return samplesPerPart;
    }

    boolean training() {
        return training;
    }

    long number() {
        return number;
    }
}
