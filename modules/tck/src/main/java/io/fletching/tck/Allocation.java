package io.fletching.tck;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What the current thread allocates on the heap.
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 400;
    private static final int RUNS = 50;

    /// Bytes of a run that are overlooked: less than the smallest object, so what is counted is a share of what the
    /// JVM itself made.
    static final long OVERLOOKED = 16;

    private Allocation() {}

    /// The fewest bytes of a run, over rounds of runs: the compiler needs some before views and vectors stay off the
    /// heap, and one round without allocation proves that the code can do without.
    static long fewest(Runnable run) {
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && fewest > OVERLOOKED; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < RUNS; i++) {
                run.run();
            }
            fewest = Math.min(fewest, (THREADS.getCurrentThreadAllocatedBytes() - before) / RUNS);
        }
        return fewest;
    }
}
