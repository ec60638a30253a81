package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.Variable;
import io.fletching.spi.DType;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A recurrent layer in one workspace: the sweep through time, forward and back, whatever its [Cell] is.
///
/// A block of rows goes through all steps before the next one starts, so its steps stand together on the tape: a record
/// of zeros for what was before the first, a record for each step, and the carries of the way back. Within a record
/// each range is a matrix `[rows, units]`. Blocks depend on the batch alone.
final class Unrolled implements Operation {
    /// Hidden units in one block of the weight gradients.
    private static final long UNITS = 64;

    private final Site site;
    private final Cell cell;
    private final Kernels kernels;
    private final MatrixProduct product;
    private final long time;
    private final long in;
    private final long hidden;
    private final long unitBlocks;
    private final Variable inputWeight;
    private final Variable hiddenWeight;
    private final Variable inputBias;
    private final Variable hiddenBias;
    private final Tensor inputTransposed;
    private final Tensor hiddenTransposed;
    private final Tensor biasSums;
    private final Tape tape;

    Unrolled(Site site, Cell cell) {
        this.site = site;
        this.cell = cell;
        this.kernels = Kernels.ofBytes(site.dtype().bytes());
        this.product = site.product();
        this.time = site.x().shape().dim(1);
        this.in = site.x().shape().dim(2);
        this.hidden = site.y().shape().dim(2);
        this.unitBlocks = Math.ceilDiv(hidden, UNITS);
        this.inputWeight = site.weight("input-weight");
        this.hiddenWeight = site.weight("hidden-weight");
        this.inputBias = site.weight("input-bias");
        this.hiddenBias = site.weight("hidden-bias");
        this.inputTransposed = site.allocate(site.dtype(), Shape.of(in, cell.gates() * hidden));
        this.hiddenTransposed = site.allocate(site.dtype(), Shape.of(hidden, cell.gates() * hidden));
        this.biasSums = site.allocate(DType.F64, Shape.of(cell.gates() * hidden));
        long ranges = (time + 1) * cell.units() + cell.carries();
        this.tape = new Tape(
                kernels,
                site.allocate(site.dtype(), Shape.of(site.batch(), ranges, hidden))
                        .data());
    }

    /// Where the records of the block of rows from `first` on start.
    private long start(long first) {
        return first * hidden * ((time + 1) * cell.units() + cell.carries());
    }

    /// The rows of the block that starts at `first`.
    private long rows(long first) {
        return Math.min(site.rowBlock(), site.batch() - first);
    }

    /// The record of step t, from 0, in a block whose ranges have n numbers; that of the step before is -1 for the
    /// first, which stands at the start of the block.
    private long step(long first, long t, long n) {
        return start(first) + (t + 1) * cell.units() * n;
    }

    @Override
    public void forward(int pass, long first, long count) {
        for (long row = first; row < first + count; row += site.rowBlock()) {
            forward(row, rows(row));
        }
    }

    private void forward(long first, long rows) {
        MemorySegment data = tape.data();
        long n = rows * hidden;
        for (long t = 0; t < time; t++) {
            long now = step(first, t, n);
            long before = step(first, t - 1, n);
            fromInput(first, rows, t, now);
            fromHidden(rows, before + cell.slots() * n, now);
            cell.forward(tape, now, before, n);
            for (long r = 0; r < rows; r++) {
                long state = now + cell.slots() * n + r * hidden;
                kernels.copy(data, state, site.y().data(), ((first + r) * time + t) * hidden, hidden);
            }
        }
    }

    /// Overwrites the slots with what the input comes to, which is nothing in those behind the gates.
    private void fromInput(long first, long rows, long t, long now) {
        MemorySegment x = site.x().data();
        MemorySegment w = inputTransposed.data();
        MemorySegment data = tape.data();
        long n = rows * hidden;
        long ldw = cell.gates() * hidden;
        long ldx = time * in;
        for (int gate = 0; gate < cell.gates(); gate++) {
            long slot = now + gate * n;
            long from = gate * hidden;
            product.multiply(
                    false,
                    false,
                    rows,
                    hidden,
                    in,
                    x,
                    (first * time + t) * in,
                    ldx,
                    w,
                    from,
                    ldw,
                    data,
                    slot,
                    hidden,
                    false);
            kernels.addToRows(inputBias.value().data(), from, data, slot, rows, hidden);
        }
        tape.clear(now + cell.gates() * n, (cell.slots() - cell.gates()) * n);
    }

    private void fromHidden(long rows, long state, long now) {
        MemorySegment data = tape.data();
        MemorySegment w = hiddenTransposed.data();
        long ldw = cell.gates() * hidden;
        for (int gate = 0; gate < cell.gates(); gate++) {
            long slot = now + cell.hiddenSlot(gate) * rows * hidden;
            long from = gate * hidden;
            product.multiply(
                    false, false, rows, hidden, hidden, data, state, hidden, w, from, ldw, data, slot, hidden, true);
            kernels.addToRows(hiddenBias.value().data(), from, data, slot, rows, hidden);
        }
    }

    @Override
    public List<Pass> backward() {
        return List.of(Pass.parts(), Pass.shares(cell.gates() * unitBlocks));
    }

    @Override
    public void backward(int pass, long first, long count) {
        if (pass == 0) {
            for (long row = first; row < first + count; row += site.rowBlock()) {
                backward(row, rows(row));
            }
        } else {
            for (long unit = first; unit < first + count; unit++) {
                weightGradients((int) (unit / unitBlocks), unit % unitBlocks * UNITS);
            }
        }
    }

    private void backward(long first, long rows) {
        MemorySegment dy = site.dy().data();
        MemorySegment data = tape.data();
        long n = rows * hidden;
        long carry = step(first, time, n);
        tape.clear(carry, cell.carries() * n);
        for (long t = time - 1; t >= 0; t--) {
            long now = step(first, t, n);
            for (long r = 0; r < rows; r++) {
                long at = carry + r * hidden;
                kernels.add(data, at, dy, ((first + r) * time + t) * hidden, data, at, hidden);
            }
            cell.backward(tape, now, step(first, t - 1, n), carry, n);
            toHidden(rows, now, carry);
            toInput(first, rows, t, now);
        }
    }

    private void toHidden(long rows, long now, long carry) {
        MemorySegment data = tape.data();
        MemorySegment w = hiddenWeight.value().data();
        for (int gate = 0; gate < cell.gates(); gate++) {
            long slot = now + cell.hiddenSlot(gate) * rows * hidden;
            long from = gate * hidden * hidden;
            product.multiply(
                    false, false, rows, hidden, hidden, data, slot, hidden, w, from, hidden, data, carry, hidden, true);
        }
    }

    private void toInput(long first, long rows, long t, long now) {
        MemorySegment dx = site.dx().data();
        MemorySegment w = inputWeight.value().data();
        MemorySegment data = tape.data();
        long at = (first * time + t) * in;
        for (int gate = 0; gate < cell.gates(); gate++) {
            long slot = now + gate * rows * hidden;
            long from = gate * hidden * in;
            boolean adding = gate > 0;
            product.multiply(
                    false, false, rows, in, hidden, data, slot, hidden, w, from, in, dx, at, time * in, adding);
        }
    }

    /// For the units of one gate from `unit` on, over all rows: blocks in their order, and steps within.
    private void weightGradients(int gate, long unit) {
        MemorySegment x = site.x().data();
        MemorySegment data = tape.data();
        MemorySegment dw = inputWeight.gradient().data();
        MemorySegment du = hiddenWeight.gradient().data();
        long units = Math.min(UNITS, hidden - unit);
        long row = gate * hidden + unit;
        for (long first = 0; first < site.batch(); first += site.rowBlock()) {
            long rows = rows(first);
            long n = rows * hidden;
            for (long t = 0; t < time; t++) {
                long now = step(first, t, n);
                long a = now + gate * n + unit;
                long b = now + cell.hiddenSlot(gate) * n + unit;
                long at = (first * time + t) * in;
                long state = step(first, t - 1, n) + cell.slots() * n;
                product.multiply(
                        true, false, units, in, rows, data, a, hidden, x, at, time * in, dw, row * in, in, true);
                product.multiply(
                        true,
                        false,
                        units,
                        hidden,
                        rows,
                        data,
                        b,
                        hidden,
                        data,
                        state,
                        hidden,
                        du,
                        row * hidden,
                        hidden,
                        true);
            }
        }
        if (unit == 0) {
            biasGradient(inputBias, gate, gate);
            biasGradient(hiddenBias, gate, cell.hiddenSlot(gate));
        }
    }

    private void biasGradient(Variable bias, int gate, int slot) {
        MemorySegment sums = biasSums.data();
        long at = gate * hidden;
        Kernels.f64().fill(sums, at, hidden, 0);
        for (long first = 0; first < site.batch(); first += site.rowBlock()) {
            long rows = rows(first);
            for (long t = 0; t < time; t++) {
                long from = step(first, t, rows * hidden) + slot * rows * hidden;
                kernels.columnSums(tape.data(), from, rows, hidden, sums, at);
            }
        }
        kernels.addSums(sums, at, bias.gradient().data(), at, hidden);
    }

    @Override
    public long derived() {
        return 1;
    }

    @Override
    public void derive(long first, long count) {
        long gates = cell.gates() * hidden;
        kernels.transpose(inputWeight.value().data(), 0, gates, in, inputTransposed.data(), 0);
        kernels.transpose(hiddenWeight.value().data(), 0, gates, hidden, hiddenTransposed.data(), 0);
    }
}
