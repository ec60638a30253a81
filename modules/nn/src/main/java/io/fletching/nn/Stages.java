package io.fletching.nn;

import io.fletching.runtime.Cut;
import io.fletching.runtime.Workers;
import io.fletching.spi.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// The work on one batch as stages with a barrier after each: chains of calls through which a range of rows goes from
/// end to end, and sets of shares that see all rows.
final class Stages {

    /// A call for rows or units `[first, first + count)`.
    interface Call {
        void run(long first, long count);
    }

    private interface Stage {
        void run(Workers workers);
    }

    private final long batch;
    private final long rowBlock;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Call> chain = new ArrayList<>();

    /// @param rowBlock ranges of rows start at multiples of this
    Stages(long batch, long rowBlock) {
        this.batch = batch;
        this.rowBlock = rowBlock;
    }

    /// Continues the chain of rows.
    void rows(Call call) {
        chain.add(call);
    }

    /// Ends the chain, then runs the shares of these calls, all side by side.
    void shares(List<Call> calls, List<Pass> passes) {
        end();
        if (!calls.isEmpty()) {
            stages.add(new Shares(calls, passes));
        }
    }

    /// Ends the chain of rows with a barrier.
    void end() {
        if (!chain.isEmpty()) {
            stages.add(new Rows(chain.toArray(Call[]::new), batch, rowBlock));
            chain.clear();
        }
    }

    /// Runs every stage. Allocates nothing.
    void run(Workers workers) {
        for (int i = 0; i < stages.size(); i++) {
            stages.get(i).run(workers);
        }
    }

    /// Each worker takes a run of neighbouring blocks through the whole chain.
    private static final class Rows implements Stage, IntConsumer {
        private final Call[] calls;
        private final long batch;
        private final long rowBlock;
        private final long blocks;
        private int tasks;

        Rows(Call[] calls, long batch, long rowBlock) {
            this.calls = calls;
            this.batch = batch;
            this.rowBlock = rowBlock;
            this.blocks = Math.ceilDiv(batch, rowBlock);
        }

        @Override
        public void run(Workers workers) {
            tasks = (int) Math.min(workers.threads(), blocks);
            workers.run(tasks, this);
        }

        @Override
        public void accept(int task) {
            long first = blocks * task / tasks * rowBlock;
            long end = Math.min(batch, blocks * (task + 1) / tasks * rowBlock);
            for (Call call : calls) {
                call.run(first, end - first);
            }
        }
    }

    /// The shares of several passes as one flat list of tasks.
    private static final class Shares implements Stage, IntConsumer {
        private final Call[] calls;
        private final long[] first;
        private final long[] count;

        Shares(List<Call> passCalls, List<Pass> passes) {
            int total =
                    passes.stream().mapToInt(pass -> Cut.shares(pass.units())).sum();
            calls = new Call[total];
            first = new long[total];
            count = new long[total];
            int at = 0;
            for (int i = 0; i < passes.size(); i++) {
                long units = passes.get(i).units();
                int shares = Cut.shares(units);
                for (int share = 0; share < shares; share++, at++) {
                    calls[at] = passCalls.get(i);
                    first[at] = units * share / shares;
                    count[at] = units * (share + 1) / shares - first[at];
                }
            }
        }

        @Override
        public void run(Workers workers) {
            workers.run(calls.length, this);
        }

        @Override
        public void accept(int task) {
            calls[task].run(first[task], count[task]);
        }
    }
}
