package io.fletching.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// Runs the calls of many parameters.
///
/// Parameters with one pass of parts, and small ones with all their passes back to back, form one flat list over all of
/// them; the others run one after another, pass by pass. A thread walks its range of the flat list backwards, because
/// the gradients that were measured last are still in its cache.
final class Sweeps {
    private final Workers workers;
    private final Runnable[] flat;

    /// Piece `i` of the flat list runs the calls `[starts[i], starts[i + 1])`.
    private final int[] starts;

    private final Balance balance;
    private final Runnable[][] staged;
    private final SlotMemory[] memories;
    private final IntConsumer range = this::runRange;
    private final IntConsumer call = this::runCall;
    private Runnable[] current = {};

    private Sweeps(Builder builder, Workers workers) {
        this.workers = workers;
        this.flat = builder.flat.toArray(Runnable[]::new);
        this.starts = builder.starts.stream().mapToInt(Integer::intValue).toArray();
        this.balance =
                new Balance(builder.elements.stream().mapToLong(Long::longValue).toArray(), workers.threads());
        this.staged = builder.staged.toArray(Runnable[][]::new);
        this.memories = builder.memories.toArray(SlotMemory[]::new);
    }

    /// Every call of every parameter.
    void run() {
        for (SlotMemory memory : memories) {
            memory.clear();
        }
        if (starts.length > 1) {
            workers.run(balance.ranges(), range);
        }
        for (Runnable[] calls : staged) {
            current = calls;
            workers.run(calls.length, call);
        }
    }

    private void runRange(int index) {
        for (int piece = balance.end(index) - 1; piece >= balance.first(index); piece--) {
            for (int i = starts[piece]; i < starts[piece + 1]; i++) {
                flat[i].run();
            }
        }
    }

    private void runCall(int index) {
        current[index].run();
    }

    static final class Builder {
        private final List<Runnable> flat = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>(List.of(0));
        private final List<Long> elements = new ArrayList<>();
        private final List<Runnable[]> staged = new ArrayList<>();
        private final List<SlotMemory> memories = new ArrayList<>();

        /// @param isFlat whether all calls of the parameter, or of one of its parts, may run back to back on one thread
        void add(List<? extends List<? extends Runnable>> passes, long size, boolean isFlat, SlotMemory memory) {
            if (!isFlat) {
                // Scratch is shared between these, so each clears its own when its turn comes.
                staged.add(new Runnable[] {memory::clear});
                passes.forEach(calls -> staged.add(calls.toArray(Runnable[]::new)));
                return;
            }
            memories.add(memory);
            if (passes.size() == 1) {
                List<? extends Runnable> calls = passes.getFirst();
                calls.forEach(call -> piece(List.of(call), size / calls.size()));
            } else {
                piece(passes.stream().flatMap(List::stream).toList(), size);
            }
        }

        private void piece(List<? extends Runnable> calls, long size) {
            flat.addAll(calls);
            starts.add(flat.size());
            elements.add(size);
        }

        Sweeps build(Workers workers) {
            return new Sweeps(this, workers);
        }
    }
}
