package io.fletching.nn;

import io.fletching.spi.Pass;
import java.util.List;

/// A layer bound to the memory of one workspace. Its work is lists of the SPI's passes:
///
/// - a pass of *parts* is called for ranges of rows `[first, first + count)`, several at once from several threads; a
///   range starts at a multiple of [Site#rowBlock()], and the calls together cover the batch;
/// - a pass of *shares* or a *whole* pass sees all rows: it waits until every row is through the pass before it, and is
///   called for ranges of its units.
///
/// The loop sends each range of rows through as many operations as need no other row. The passes that follow the last
/// pass of parts in [#backward()] are the gradients of the weights: nothing upstream needs them, so they all run
/// together after the rows are through. A call never waits, allocates or starts anything, and sums over rows go in one
/// order that knows no thread.
public interface Operation {

    /// One pass of parts.
    List<Pass> ROWS = List.of(Pass.parts());

    /// Called on one thread before the forward pass of a batch.
    ///
    /// @param number training batches of this workspace so far including this one, from 1
    default void begin(long number) {}

    /// The passes of the forward direction.
    default List<Pass> forward() {
        return ROWS;
    }

    /// Writes `y` from `x`.
    void forward(int pass, long first, long count);

    /// The passes of the backward direction; asked in training alone.
    default List<Pass> backward() {
        return ROWS;
    }

    /// Overwrites `dx` from `dy`, and adds to the gradients of the weights.
    void backward(int pass, long first, long count);

    /// The units whose copies of the weights must follow a change of the weights, 0 where there are none; a transposed
    /// weight is one.
    default long derived() {
        return 0;
    }

    /// Brings the copies of units `[first, first + count)` up to date with the weights.
    default void derive(long first, long count) {}
}
