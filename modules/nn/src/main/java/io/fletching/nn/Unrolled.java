package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.linalg.MatrixProduct;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A recurrent layer in one workspace: the sweep through time, forward and back, whatever its [Cell] is.
final class Unrolled implements Operation {
    private final Site site;
    private final Cell cell;
    private final Kernels kernels;
    private final MatrixProduct product;
    private final long time;
    private final long in;
    private final long hidden;
    private final Tensor inputWeight;
    private final Tensor hiddenWeight;
    private final Tensor inputBias;
    private final Tensor hiddenBias;
    private final Tensor inputTransposed;
    private final Tensor hiddenTransposed;
    private final Steps steps;
    private final Tape tape;
    private final GateGradients gradients;

    Unrolled(Site site, Cell cell) {
        this.site = site;
        this.cell = cell;
        this.kernels = Kernels.ofBytes(site.dtype().bytes());
        this.product = site.product();
        this.time = site.sample().dim(0);
        this.in = site.sample().dim(1);
        this.hidden = site.y().shape().dim(2);
        this.inputWeight = site.weight("input-weight").value();
        this.hiddenWeight = site.weight("hidden-weight").value();
        this.inputBias = site.weight("input-bias").value();
        this.hiddenBias = site.weight("hidden-bias").value();
        long gates = cell.gates() * hidden;
        this.inputTransposed = site.allocate(site.dtype(), Shape.of(in, gates));
        this.hiddenTransposed = site.allocate(site.dtype(), Shape.of(hidden, gates));
        this.steps = new Steps(cell, site.batch(), site.rowBlock(), time, hidden);
        this.tape = new Tape(
                kernels, site.allocate(site.dtype(), Shape.of(steps.size())).data());
        this.gradients = new GateGradients(site, cell, steps, tape);
    }

    @Override
    public void forward(int pass, long first, long count) {
        for (long block = first; block < first + count; block += steps.block()) {
            forward(block);
        }
    }

    private void forward(long first) {
        for (long t = 0; t < time; t++) {
            fromInput(first, t);
            fromHidden(first, t);
            cell.forward(tape, steps.record(first, t), steps.record(first, t - 1), steps.n(first));
            long state = steps.state(first, t);
            for (long r = 0; r < steps.rows(first); r++) {
                long y = ((first + r) * time + t) * hidden;
                kernels.copy(tape.data(), state + r * hidden, site.y().data(), y, hidden);
            }
        }
    }

    /// Overwrites the slots with what the input comes to, which is nothing in those behind the gates.
    private void fromInput(long first, long t) {
        MemorySegment x = site.x().data();
        MemorySegment w = inputTransposed.data();
        MemorySegment data = tape.data();
        long rows = steps.rows(first);
        long ldx = time * in;
        long ldw = cell.gates() * hidden;
        long at = first * ldx + t * in;
        for (int gate = 0; gate < cell.gates(); gate++) {
            long slot = steps.slot(first, t, gate);
            long from = gate * hidden;
            product.multiply(false, false, rows, hidden, in, x, at, ldx, w, from, ldw, data, slot, hidden, false);
            kernels.addToRows(inputBias.data(), from, data, slot, rows, hidden);
        }
        tape.clear(steps.slot(first, t, cell.gates()), (cell.slots() - cell.gates()) * steps.n(first));
    }

    /// Adds to the slots what the state before comes to.
    private void fromHidden(long first, long t) {
        MemorySegment u = hiddenTransposed.data();
        MemorySegment data = tape.data();
        long rows = steps.rows(first);
        long h = hidden;
        long ldu = cell.gates() * h;
        long state = steps.state(first, t - 1);
        for (int gate = 0; gate < cell.gates(); gate++) {
            long slot = steps.slot(first, t, cell.hiddenSlot(gate));
            product.multiply(false, false, rows, h, h, data, state, h, u, gate * h, ldu, data, slot, h, true);
            kernels.addToRows(hiddenBias.data(), gate * h, data, slot, rows, h);
        }
    }

    @Override
    public List<Pass> backward() {
        return List.of(Pass.parts(), Pass.shares(gradients.units()));
    }

    @Override
    public void backward(int pass, long first, long count) {
        if (pass == 0) {
            for (long block = first; block < first + count; block += steps.block()) {
                backward(block);
            }
        } else {
            gradients.add(first, count);
        }
    }

    private void backward(long first) {
        long n = steps.n(first);
        long carry = steps.carry(first);
        tape.clear(carry, cell.carries() * n);
        for (long t = time - 1; t >= 0; t--) {
            for (long r = 0; r < steps.rows(first); r++) {
                long at = carry + r * hidden;
                long dy = ((first + r) * time + t) * hidden;
                kernels.add(tape.data(), at, site.dy().data(), dy, tape.data(), at, hidden);
            }
            cell.backward(tape, steps.record(first, t), steps.record(first, t - 1), carry, n);
            toHidden(first, t);
            toInput(first, t);
        }
    }

    private void toHidden(long first, long t) {
        MemorySegment u = hiddenWeight.data();
        MemorySegment data = tape.data();
        long rows = steps.rows(first);
        long h = hidden;
        long carry = steps.carry(first);
        for (int gate = 0; gate < cell.gates(); gate++) {
            long slot = steps.slot(first, t, cell.hiddenSlot(gate));
            product.multiply(false, false, rows, h, h, data, slot, h, u, gate * h * h, h, data, carry, h, true);
        }
    }

    private void toInput(long first, long t) {
        MemorySegment dx = site.dx().data();
        MemorySegment w = inputWeight.data();
        MemorySegment data = tape.data();
        long rows = steps.rows(first);
        long h = hidden;
        long ldx = time * in;
        long at = first * ldx + t * in;
        for (int gate = 0; gate < cell.gates(); gate++) {
            long slot = steps.slot(first, t, gate);
            boolean adding = gate > 0;
            product.multiply(false, false, rows, in, h, data, slot, h, w, gate * h * in, in, dx, at, ldx, adding);
        }
    }

    @Override
    public long derived() {
        return 1;
    }

    @Override
    public void derive(long first, long count) {
        long gates = cell.gates() * hidden;
        kernels.transpose(inputWeight.data(), 0, gates, in, inputTransposed.data(), 0);
        kernels.transpose(hiddenWeight.data(), 0, gates, hidden, hiddenTransposed.data(), 0);
    }
}
