package io.fletching.runtime;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Heap bytes that a job allocates once it is warm.
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Bytes of the smallest object: fewer of them a run are not the job's.
    static final long AN_OBJECT = 16;

    private Allocation() {}

    /// The bytes of `count` runs after as many to warm up, of every thread that is alive: the least of three readings,
    /// since the compilers and the collector have business of their own.
    static long bytes(int count, Runnable job) {
        long least = Long.MAX_VALUE;
        run(count, job);
        for (int reading = 0; reading < 3; reading++) {
            long before = now();
            long empty = now() - before;
            before = now();
            run(count, job);
            least = Math.min(least, now() - before - empty);
        }
        return least;
    }

    private static void run(int count, Runnable job) {
        for (int i = 0; i < count; i++) {
            job.run();
        }
    }

    private static long now() {
        return THREADS.getTotalThreadAllocatedBytes();
    }
}
