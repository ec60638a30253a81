package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.Variable;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import java.lang.foreign.MemorySegment;

/// The gradients of a recurrent layer's weights, from the gradients that the way back left in the slots: sums over
/// blocks of rows in their order, and over the steps of each.
final class GateGradients {
    /// Hidden units of a gate that are computed together.
    private static final long UNITS = 64;

    private final Site site;
    private final Cell cell;
    private final Kernels kernels;
    private final MatrixProduct product;
    private final Steps steps;
    private final Tape tape;
    private final MemorySegment inputWeight;
    private final MemorySegment hiddenWeight;
    private final Variable inputBias;
    private final Variable hiddenBias;
    private final MemorySegment sums;

    GateGradients(Site site, Cell cell, Steps steps, Tape tape) {
        this.site = site;
        this.cell = cell;
        this.kernels = tape.kernels();
        this.product = site.product();
        this.steps = steps;
        this.tape = tape;
        this.inputWeight = site.weight("input-weight").gradient().data();
        this.hiddenWeight = site.weight("hidden-weight").gradient().data();
        this.inputBias = site.weight("input-bias");
        this.hiddenBias = site.weight("hidden-bias");
        this.sums = site.allocate(DType.F64, Shape.of(cell.gates() * steps.hidden()))
                .data();
    }

    /// How many units of work may be shared: some hidden units of one gate each.
    long units() {
        return cell.gates() * unitsOfGate();
    }

    private long unitsOfGate() {
        return Math.ceilDiv(steps.hidden(), UNITS);
    }

    /// Adds to the gradients of units of work `[first, first + count)`.
    void add(long first, long count) {
        for (long unit = first; unit < first + count; unit++) {
            int gate = (int) (unit / unitsOfGate());
            long at = unit % unitsOfGate() * UNITS;
            addWeights(gate, at, Math.min(UNITS, steps.hidden() - at));
            if (at == 0) {
                addBias(inputBias, gate, gate);
                addBias(hiddenBias, gate, cell.hiddenSlot(gate));
            }
        }
    }

    /// `dW += Σ dslotᵀ·x` and `dU += Σ dslotᵀ·h` with the state h before the step, for `m` hidden units from `at` on.
    private void addWeights(int gate, long at, long m) {
        MemorySegment x = site.x().data();
        MemorySegment data = tape.data();
        long in = site.sample().dim(1);
        long ldx = site.sample().size();
        long h = steps.hidden();
        long w = (gate * h + at) * in;
        long u = (gate * h + at) * h;
        for (long first = 0; first < steps.batch(); first += steps.block()) {
            long rows = steps.rows(first);
            for (long t = 0; t < steps.time(); t++) {
                long da = steps.slot(first, t, gate) + at;
                long db = steps.slot(first, t, cell.hiddenSlot(gate)) + at;
                long from = first * ldx + t * in;
                long state = steps.state(first, t - 1);
                product.multiply(true, false, m, in, rows, data, da, h, x, from, ldx, inputWeight, w, in, true);
                product.multiply(true, false, m, h, rows, data, db, h, data, state, h, hiddenWeight, u, h, true);
            }
        }
    }

    private void addBias(Variable bias, int gate, int slot) {
        long h = steps.hidden();
        Kernels.f64().fill(sums, gate * h, h, 0);
        for (long first = 0; first < steps.batch(); first += steps.block()) {
            for (long t = 0; t < steps.time(); t++) {
                long from = steps.slot(first, t, slot);
                kernels.columnSums(tape.data(), from, steps.rows(first), h, sums, gate * h);
            }
        }
        kernels.addSums(sums, gate * h, bias.gradient().data(), gate * h, h);
    }
}
