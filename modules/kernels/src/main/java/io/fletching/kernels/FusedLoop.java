package io.fletching.kernels;

import java.lang.foreign.MemorySegment;

/// The loop of a [Formula]: reads each element of each operand once, and writes each once, whatever the formula is.
/// Immutable; any number of threads may run it.
public interface FusedLoop {
    /// What stands for an operand that the formula does not have.
    MemorySegment NONE = MemorySegment.NULL;

    /// Runs over n elements of native memory, at any alignment.
    ///
    /// Operands and numbers are those of the formula in the order in which it declared them. What it did not
    /// declare is ignored: [#NONE] and 0 stand there. Their count is fixed, because an array of them would be
    /// allocated by each call.
    ///
    /// An operand may be the very range of another: all reads of an element come before its writes.
    ///
    /// @param n how many elements; each operand holds as many
    /// @throws IndexOutOfBoundsException where an operand holds fewer
    void run(
            long n,
            MemorySegment a,
            MemorySegment b,
            MemorySegment c,
            MemorySegment d,
            MemorySegment e,
            double u,
            double v,
            double w,
            double x,
            double y,
            double z);
}
