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
import java.util.function.UnaryOperator;

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

        Operands seen(UnaryOperator<Tensor> view) {
            return new Operands(view.apply(x), view.apply(dy), view.apply(out));
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

    private final Norm norm;
    private final Phase phase;
    private final StateLayout layout;
    private final List<Tensor> chunks = new ArrayList<>();
    private final List<List<Call>> passes;

    /// By pass: where its calls start, in samples or units, and where the last ends.
    private final List<long[]> bounds = new ArrayList<>();

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
        this.passes = Passes.calls(
                layout,
                cut,
                slot -> find(memory, slot),
                slot -> gradient(program, slot),
                (pass, first, count, view, state) -> new Call(program, pass, first, count, whole.seen(view), state));
        for (List<Call> calls : passes) {
            Pass pass = layout.passes().get(bounds.size());
            var bound = new long[calls.size() + 1];
            for (int i = 0; i < calls.size(); i++) {
                bound[i] = pass.isParts() ? i * program.samplesPerPart() : Cut.shareFirst(pass.units(), i);
            }
            bound[calls.size()] = pass.isParts() ? given.x().shape().dim(0) : pass.units();
            bounds.add(bound);
        }
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
        long[] bound = bounds.get(pass);
        int from = Arrays.binarySearch(bound, first);
        int to = Arrays.binarySearch(bound, first + count);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("Pass " + pass + " of " + phase + " is to run [" + first + ", "
                    + (first + count) + "), but its calls are bounded by " + Arrays.toString(bound) + ".");
        }
        List<Call> calls = passes.get(pass);
        for (int i = from; i < to; i++) {
            Call call = calls.get(i);
            Operands operands = call.operands;
            if (phase == Phase.BACKWARD) {
                norm.backward(operands.x, operands.dy, operands.out, call.state, call);
            } else {
                norm.forward(operands.x, operands.out, call.state, call);
            }
        }
    }
}
