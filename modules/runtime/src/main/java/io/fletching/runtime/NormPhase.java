package io.fletching.runtime;

import io.fletching.spi.NormCall;
import io.fletching.spi.Normalizer.Norm;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Extent;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One phase of a [NormProgram]: its parts and its combining view, and the calls of each pass, all made beforehand.
final class NormPhase {

    /// @param x what forward reads
    /// @param dy in BACKWARD the gradient of the output; otherwise x again, unused
    /// @param out what the phase writes: the output, or the gradient of x
    record Operands(Tensor x, Tensor dy, Tensor out) {
        /// Seen as rows, the inputs read-only: `[batch × rows per sample, row length]`.
        Operands asRows(long rowsPerSample) {
            long rows = Math.multiplyExact(x.shape().dim(0), rowsPerSample);
            Shape shape = Shape.of(rows, x.size() / rows);
            return new Operands(x.as(shape).readOnly(), dy.as(shape).readOnly(), out.as(shape));
        }

        Operands part(Cut cut, int part) {
            return new Operands(cut.part(x, part), cut.part(dy, part), cut.part(out, part));
        }

        Operands combining(Cut cut) {
            return new Operands(cut.combining(x), cut.combining(dy), cut.combining(out));
        }
    }

    /// One call of one pass, and what it works on.
    private record Call(NormProgram program, int pass, long first, long count, Operands operands, State state)
            implements NormCall {
        @Override
        public boolean training() {
            return program.training();
        }

        @Override
        public long number() {
            return program.number();
        }
    }

    /// One pass.
    private static final class Sweep {
        final Call[] calls;

        /// Where the calls start, in samples or units, and where the last ends.
        final long[] bounds;

        Sweep(int calls, long end) {
            this.calls = new Call[calls];
            this.bounds = new long[calls + 1];
            this.bounds[calls] = end;
        }
    }

    private final Norm norm;
    private final Phase phase;
    private final StateLayout layout;
    private final List<Tensor> chunks = new ArrayList<>();
    private final List<Sweep> sweeps = new ArrayList<>();

    NormPhase(NormProgram program, Phase phase, Operands given) {
        this.norm = program.slots().norm();
        this.phase = phase;
        this.layout = norm.layout(phase);
        Operands whole = given.asRows(norm.rowsPerSample());
        Shape shape = whole.x().shape();
        Cut cut = Cut.rows(layout.scope(), shape, program.samplesPerPart() * norm.rowsPerSample());

        Map<StateSlot, Tensor> memory = new HashMap<>();
        for (StateSlot slot : layout.slots()) {
            Tensor tensor = program.memory(slot, cut.shape(slot, shape));
            memory.put(slot, tensor);
            if (slot.extent() == Extent.CHUNK) {
                chunks.add(tensor);
            }
        }
        State[] parts = States.parts(layout, cut, slot -> find(memory, slot), slot -> gradient(program, slot));
        State combining = States.combining(layout, cut, slot -> find(memory, slot), slot -> gradient(program, slot));
        for (Pass pass : layout.passes()) {
            int index = sweeps.size();
            sweeps.add(
                    pass.isParts()
                            ? parts(
                                    program,
                                    index,
                                    cut,
                                    whole,
                                    parts,
                                    given.x().shape().dim(0))
                            : shares(program, index, pass.units(), whole.combining(cut), combining));
        }
    }

    private static Sweep parts(NormProgram program, int pass, Cut cut, Operands whole, State[] states, long batch) {
        var sweep = new Sweep(cut.parts(), batch);
        for (int i = 0; i < sweep.calls.length; i++) {
            sweep.calls[i] = new Call(program, pass, cut.first(i), cut.count(i), whole.part(cut, i), states[i]);
            sweep.bounds[i] = i * program.samplesPerPart();
        }
        return sweep;
    }

    private static Sweep shares(NormProgram program, int pass, long units, Operands operands, State state) {
        var sweep = new Sweep(Cut.shares(units), units);
        for (int i = 0; i < sweep.calls.length; i++) {
            long first = Cut.shareFirst(units, i);
            sweep.bounds[i] = first;
            sweep.calls[i] = new Call(program, pass, first, Cut.shareFirst(units, i + 1) - first, operands, state);
        }
        return sweep;
    }

    private static Tensor find(Map<StateSlot, Tensor> memory, StateSlot slot) {
        return Objects.requireNonNull(memory.get(slot));
    }

    private Tensor gradient(NormProgram program, StateSlot slot) {
        return phase == Phase.BACKWARD ? program.slots().gradient(slot) : Tensor.shapeOnly(slot.dtype(), slot.shape());
    }

    List<Pass> passes() {
        return layout.passes();
    }

    void clear() {
        for (int i = 0; i < chunks.size(); i++) {
            chunks.get(i).data().fill((byte) 0);
        }
    }

    void run(int pass, long first, long count) {
        Sweep sweep = sweeps.get(pass);
        int from = Arrays.binarySearch(sweep.bounds, first);
        int to = Arrays.binarySearch(sweep.bounds, first + count);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("Pass " + pass + " of " + phase + " is to run [" + first + ", "
                    + (first + count) + "), but its calls are bounded by " + Arrays.toString(sweep.bounds) + ".");
        }
        for (int i = from; i < to; i++) {
            Call call = sweep.calls[i];
            Operands operands = call.operands;
            if (phase == Phase.BACKWARD) {
                norm.backward(operands.x, operands.dy, operands.out, call.state, call);
            } else {
                norm.forward(operands.x, operands.out, call.state, call);
            }
        }
    }
}
