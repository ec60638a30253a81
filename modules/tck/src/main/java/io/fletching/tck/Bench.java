package io.fletching.tck;

import io.fletching.runtime.Cut;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Scope;
import io.fletching.spi.Shape;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Where a trial runs: its memory, its threads and its cut. Guards lie before and behind every tensor.
final class Bench implements AutoCloseable {
    private static final int ALIGNMENT = 64;
    private static final long GUARD = 64;
    private static final byte UNTOUCHED = 0x5A;
    private static final long OTHER_ROWS = 32;
    private static final long OTHER_ELEMENTS = 2 * 65_536;

    private final Arena arena;
    private final Workers workers;
    private final int offset;
    private final double undefined;
    private final boolean otherCut;
    private final List<MemorySegment> guards = new ArrayList<>();

    @SuppressWarnings("MustBeClosed") // closed with the bench
    private Bench(int threads, int offset, double undefined, boolean otherCut) {
        // To close a shared arena every thread of the JVM is stopped for a moment.
        this.arena = threads == 1 ? Arena.ofConfined() : Arena.ofShared();
        this.workers = Workers.of(threads);
        this.offset = offset;
        this.undefined = undefined;
        this.otherCut = otherCut;
    }

    /// One thread and aligned tensors. Undefined memory is NaN, so that whoever reads it shows.
    static Bench plain() {
        return new Bench(1, 0, Double.NaN, false);
    }

    /// Every tensor starts this many of its elements behind a 64-byte boundary.
    static Bench atOffset(int offset) {
        return new Bench(1, offset, Double.NaN, false);
    }

    static Bench withThreads(int threads) {
        return new Bench(threads, 0, Double.NaN, false);
    }

    static Bench withUndefined(double undefined) {
        return new Bench(1, 0, undefined, false);
    }

    /// Another cut than that of the runtime's updates: parts of twice as many elements, or of 32 rows as in a training
    /// loop.
    static Bench withOtherCut() {
        return new Bench(1, 0, Double.NaN, true);
    }

    Workers workers() {
        return workers;
    }

    /// What memory holds of which nothing is promised.
    double undefined() {
        return undefined;
    }

    Cut cut(StateLayout layout, Shape shape) {
        if (!otherCut || layout.scope() == Scope.TENSOR) {
            return Cut.of(layout, shape);
        }
        long rows = layout.scope() == Scope.ROW ? OTHER_ROWS : OTHER_ELEMENTS / Math.max(1, shape.rowLength());
        return Cut.rows(layout.scope(), shape, Math.max(1, rows));
    }

    /// A tensor of zeros.
    Tensor tensor(DType type, Shape shape) {
        long before = GUARD + (long) offset * type.bytes();
        long bytes = shape.size() * type.bytes();
        var memory = arena.allocate(before + bytes + GUARD, ALIGNMENT);
        guards.add(memory.asSlice(0, before).fill(UNTOUCHED));
        guards.add(memory.asSlice(before + bytes).fill(UNTOUCHED));
        return Tensor.of(memory.asSlice(before, bytes), type, shape);
    }

    /// A tensor filled with one value.
    Tensor tensor(DType type, Shape shape, double value) {
        var tensor = tensor(type, shape);
        if (value != 0) {
            for (long i = 0; i < tensor.size(); i++) {
                tensor.set(i, value);
            }
        }
        return tensor;
    }

    /// Whether nothing was written beside the tensors.
    boolean isIntact() {
        return guards.stream().allMatch(Bench::isUntouched);
    }

    private static boolean isUntouched(MemorySegment guard) {
        for (long i = 0; i < guard.byteSize(); i++) {
            if (guard.get(ValueLayout.JAVA_BYTE, i) != UNTOUCHED) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        workers.close();
        arena.close();
    }
}
