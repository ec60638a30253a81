package io.fletching.nn;

/// Where the steps of a recurrent layer stand on its [Tape]. A block of rows goes through all steps before the next one
/// starts, so its steps stand together: a record of zeros for what was before the first, a record for each step, and
/// the carries of the way back. A record is [Cell#units] ranges of [#n] numbers, each a matrix `[rows, hidden]`.
///
/// @param batch rows of a batch, of which a block starts at each multiple of `block`; nothing else cuts them
/// @param time steps, from 0
/// @param hidden units of the hidden state
record Steps(Cell cell, long batch, long block, long time, long hidden) {

    /// The numbers of the whole tape.
    long size() {
        return start(batch);
    }

    private long start(long first) {
        return first * hidden * ((time + 1) * cell.units() + cell.carries());
    }

    /// The rows of the block that starts at `first`.
    long rows(long first) {
        return Math.min(block, batch - first);
    }

    /// The numbers of a range in this block.
    long n(long first) {
        return rows(first) * hidden;
    }

    /// The record of a step; that of step -1 is before the first.
    long record(long first, long t) {
        return start(first) + (t + 1) * cell.units() * n(first);
    }

    long slot(long first, long t, int slot) {
        return record(first, t) + slot * n(first);
    }

    /// The hidden state behind a step.
    long state(long first, long t) {
        return slot(first, t, cell.slots());
    }

    /// The carries, of which the first is the gradient of the hidden state.
    long carry(long first) {
        return record(first, time);
    }
}
