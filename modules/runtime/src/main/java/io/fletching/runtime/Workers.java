package io.fletching.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// A fixed pool of threads, of which the caller is one.
///
/// Tasks go to threads in contiguous runs that depend on the number of tasks alone, so that a thread meets the same
/// memory again in the next run. A thread without work spins for about 20 µs and then parks, so runnable threads never
/// exceed [#threads()]; where there are more threads than processors it parks at once. A run allocates nothing.
public final class Workers implements AutoCloseable {
    private static final long SPIN_NANOS = 20_000;

    private final int threads;
    private final long spinNanos;
    private final Worker[] others;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile boolean closed;
    private volatile @Nullable Thread waiting;

    // Written before the tickets that publish them.
    private IntConsumer task = Workers::nothing;
    private int tasks;
    private int shares;

    private Workers(int threads) {
        this.threads = threads;
        this.spinNanos = threads <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
        this.others = new Worker[threads - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = new Worker(i + 1);
        }
    }

    /// A pool of this many threads, the caller of [#run] included.
    ///
    /// @param threads at least 1
    public static Workers of(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("A pool of " + threads + " threads; expected at least 1.");
        }
        var workers = new Workers(threads);
        for (Worker other : workers.others) {
            other.start();
        }
        return workers;
    }

    /// How many threads work, the caller included.
    public int threads() {
        return threads;
    }

    /// Runs every task once and returns when all are done.
    ///
    /// Where a task throws, the rest of its thread's run is left out, the other threads finish theirs, and the
    /// exception of the lowest task is thrown again, with the others suppressed in it.
    ///
    /// @param tasks how many; task indices count from 0
    /// @param work called on any of the threads, several at once
    /// @throws IllegalStateException from within a task, from a second thread during a run, or after [#close()]
    public void run(int tasks, IntConsumer work) {
        if (!running.compareAndSet(false, true)) {
            throw new IllegalStateException("These workers are running already; a task cannot start a run of its own.");
        }
        try {
            if (closed) {
                throw new IllegalStateException("These workers are closed.");
            }
            if (tasks > 0) {
                share(tasks, work);
            }
        } finally {
            running.set(false);
        }
    }

    private void share(int tasks, IntConsumer work) {
        this.task = work;
        this.tasks = tasks;
        this.shares = Math.min(threads, tasks);
        unfinished.set(shares - 1);
        for (int i = 1; i < shares; i++) {
            others[i - 1].wake();
        }
        Throwable failure = runShare(0);
        await();
        this.task = Workers::nothing;
        for (int i = 1; i < shares; i++) {
            failure = join(failure, others[i - 1].takeFailure());
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /// Share `index` of the current run, on the current thread.
    private @Nullable Throwable runShare(int index) {
        int end = bound(index + 1);
        try {
            for (int i = bound(index); i < end; i++) {
                task.accept(i);
            }
            return null;
        } catch (RuntimeException | Error failure) {
            return failure;
        }
    }

    private int bound(int index) {
        return (int) ((long) tasks * index / shares);
    }

    private static @Nullable Throwable join(@Nullable Throwable first, @Nullable Throwable later) {
        if (first == null) {
            return later;
        }
        if (later != null && !later.equals(first)) {
            first.addSuppressed(later);
        }
        return first;
    }

    /// What the threads hold between runs, so that they keep no task of their caller alive.
    private static void nothing(int task) {}

    private void await() {
        long start = System.nanoTime();
        while (unfinished.get() > 0 && System.nanoTime() - start < spinNanos) {
            Thread.onSpinWait();
        }
        boolean interrupted = false;
        if (unfinished.get() > 0) {
            waiting = Thread.currentThread();
            while (unfinished.get() > 0) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            waiting = null;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void finished() {
        if (unfinished.decrementAndGet() == 0) {
            // null, or a thread that has left already: both are harmless.
            LockSupport.unpark(waiting);
        }
    }

    /// Ends the threads and waits for them.
    ///
    /// @throws IllegalStateException during a run
    @Override
    public void close() {
        if (!running.compareAndSet(false, true)) {
            throw new IllegalStateException("These workers are running; close them when the run is over.");
        }
        try {
            closed = true;
            boolean interrupted = false;
            for (Worker other : others) {
                other.wake();
                while (other.isAlive()) {
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        } finally {
            running.set(false);
        }
    }

    private final class Worker extends Thread {
        private final int index;
        private volatile boolean ticket;
        private volatile boolean parked;
        private @Nullable Throwable failure;

        Worker(int index) {
            super("fletching-worker-" + index);
            this.index = index;
            setDaemon(true);
        }

        void wake() {
            ticket = true;
            if (parked) {
                LockSupport.unpark(this);
            }
        }

        @Nullable
        Throwable takeFailure() {
            Throwable taken = failure;
            failure = null;
            return taken;
        }

        @Override
        public void run() {
            while (true) {
                awaitTicket();
                ticket = false;
                if (closed) {
                    return;
                }
                failure = runShare(index);
                finished();
            }
        }

        private void awaitTicket() {
            long start = System.nanoTime();
            while (!ticket && System.nanoTime() - start < spinNanos) {
                Thread.onSpinWait();
            }
            if (!ticket) {
                parked = true;
                while (!ticket) {
                    LockSupport.park(Workers.this);
                    // A task that left the thread interrupted must not turn the wait into a busy one.
                    boolean ignored = Thread.interrupted();
                }
                parked = false;
            }
        }
    }
}
