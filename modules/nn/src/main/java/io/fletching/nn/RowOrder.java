package io.fletching.nn;

import io.fletching.spi.Tensor;

/// The order in which an epoch goes through the rows of a source, and the window of them that is in memory.
///
/// Rows that fit a window are shuffled whole. More of them are shuffled in two levels: the source is cut into runs of
/// neighbouring rows, each epoch puts the runs in an order of its own, and this sequence is cut into windows, whose
/// rows are shuffled. Where the rows come from plays no part.
final class RowOrder {
    /// What a window of default size holds of inputs and targets.
    private static final long WINDOW_BYTES = 256L << 20;

    /// Neighbouring rows come from one file position, so long runs are read faster; a window of many runs mixes better.
    private static final int LONGEST_RUN = 1024;

    private static final int RUNS_IN_WINDOW = 64;

    /// Bounds the memory for the order of the runs.
    private static final long MOST_RUNS = 1 << 22;

    private final RowSource source;
    private final Loss loss;
    private final Model model;
    private final int capacity;
    private final long runLength;
    private final Shuffle runs;
    private final Shuffle shuffle;
    private final Tensor inputs;
    private final Tensor targets;

    private int epoch;

    /// The window: its first position in the epoch, how many rows it has, and whether it is all there ever will be.
    private long first;
    private int count;
    private boolean complete;

    /// Where the next window goes on: a position in the order of runs, and how much of that run is taken.
    private int run;
    private long taken;

    RowOrder(RowSource source, Training training, long batch, Workspace workspace) {
        this.source = source;
        this.loss = training.loss();
        this.model = training.model();
        long rows = source.rows();
        this.capacity = (int) capacity(rows, training.window(source), batch);
        this.runLength = rows == capacity ? rows : runLength(rows, capacity);
        this.runs = new Shuffle(Math.toIntExact(Math.ceilDiv(rows, runLength)), training.seed(), "runs");
        this.shuffle = new Shuffle(capacity, training.seed(), "shuffle");
        if (rows == capacity && source instanceof Examples(Tensor all, Tensor answers)) {
            this.inputs = all;
            this.targets = answers;
            this.complete = true;
        } else {
            var memory = workspace.memory();
            this.inputs =
                    memory.allocate(source.inputType(), source.inputShape().batchOf(capacity));
            this.targets =
                    memory.allocate(source.targetType(), source.targetShape().batchOf(capacity));
        }
    }

    /// The rows of a default window: what fits a budget, which knows the size of a row and nothing else.
    static int defaultWindow(RowSource source) {
        long bytes = source.inputShape().bytes(source.inputType())
                + source.targetShape().bytes(source.targetType());
        return Math.clamp(WINDOW_BYTES / Math.max(bytes, 1), 1, Integer.MAX_VALUE);
    }

    /// All rows, or whole batches.
    private static long capacity(long rows, int window, long batch) {
        return rows <= window ? rows : Math.max(batch, window / batch * batch);
    }

    private static long runLength(long rows, int capacity) {
        int mixing = Math.clamp(capacity / RUNS_IN_WINDOW, 1, LONGEST_RUN);
        return Math.max(mixing, Math.ceilDiv(rows, MOST_RUNS));
    }

    /// Starts an epoch, counted from 1; no other need have been before.
    void start(int epoch) {
        this.epoch = epoch;
        runs.draw(Math.toIntExact(Math.ceilDiv(source.rows(), runLength)), epoch, 0);
        run = 0;
        taken = 0;
        first = 0;
        count = 0;
    }

    /// Makes sure that the batch from a position of the epoch on is in memory. Positions go up from 0 by batches.
    void reach(long position) {
        if (position == first + count) {
            first = position;
            count = (int) Math.min(capacity, source.rows() - position);
            if (!complete) {
                read();
                complete = count == source.rows();
            }
            shuffle.draw(count, epoch, position);
        }
    }

    private void read() {
        for (long at = 0; at < count; ) {
            long start = runs.at(run) * runLength;
            long length = Math.min(runLength, source.rows() - start);
            long part = Math.min(length - taken, count - at);
            source.read(start + taken, part, inputs, targets, at);
            loss.checkValues(model.output(), targets, at, part, start + taken);
            at += part;
            taken += part;
            if (taken == length) {
                run++;
                taken = 0;
            }
        }
    }

    /// Copies the row at a position of the window.
    void copy(long position, Tensor toInputs, Tensor toTargets, long at) {
        int from = shuffle.at((int) (position - first));
        RowCopy.copy(inputs, from, toInputs, at, 1);
        RowCopy.copy(targets, from, toTargets, at, 1);
    }
}
