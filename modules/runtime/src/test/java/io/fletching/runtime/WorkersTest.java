package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 5", "2, 1", "2, 7", "3, 2", "7, 3", "7, 1000"})
    void runsEveryTaskOnce(int threads, int tasks) {
        try (var workers = Workers.of(threads)) {
            for (int repeat = 0; repeat < 300; repeat++) {
                var counts = new AtomicIntegerArray(tasks);
                workers.run(tasks, counts::incrementAndGet);
                assertThat(IntStream.range(0, tasks).allMatch(i -> counts.get(i) == 1))
                        .as("run %d", repeat)
                        .isTrue();
            }
        }
    }

    @Test
    void theCallerTakesTheFirstTasksAndOthersTheRest() {
        try (var workers = Workers.of(2)) {
            Thread[] ran = new Thread[4];
            workers.run(4, task -> ran[task] = Thread.currentThread());
            assertThat(ran[0]).isSameAs(Thread.currentThread()).isSameAs(ran[1]);
            assertThat(ran[2]).isNotSameAs(Thread.currentThread()).isSameAs(ran[3]);
            assertThat(ran[2].getName()).isEqualTo("fletching-worker-1");
            assertThat(ran[2].isDaemon()).isTrue();
        }
    }

    @Test
    void tasksRunAtTheSameTime() {
        try (var workers = Workers.of(3)) {
            var all = new CountDownLatch(3);
            workers.run(3, task -> {
                all.countDown();
                await(all);
            });
            assertThat(all.getCount()).isZero();
        }
    }

    @Test
    void parkedThreadsWakeUp() throws InterruptedException {
        try (var workers = Workers.of(2)) {
            for (int repeat = 0; repeat < 3; repeat++) {
                // Far longer than a thread spins.
                Thread.sleep(5);
                var names = ConcurrentHashMap.<String>newKeySet();
                workers.run(2, task -> names.add(Thread.currentThread().getName()));
                assertThat(names).hasSize(2);
            }
        }
    }

    @Test
    void theFirstExceptionComesBackWhenAllAreDone() {
        try (var workers = Workers.of(3)) {
            var ran = new AtomicIntegerArray(3);
            assertThatThrownBy(() -> workers.run(3, task -> {
                        ran.incrementAndGet(task);
                        if (task > 0) {
                            throw new IllegalArgumentException("task " + task);
                        }
                    }))
                    .hasMessage("task 1")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            assertThat(ran).hasToString("[1, 1, 1]");
            workers.run(3, ran::incrementAndGet);
            assertThat(ran).hasToString("[2, 2, 2]");
        }
    }

    @Test
    void errorsComeBackToo() {
        try (var workers = Workers.of(2)) {
            assertThatThrownBy(() -> workers.run(2, task -> {
                        throw new AssertionError("task " + task);
                    }))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("task 0");
        }
    }

    @Test
    void aTaskCannotStartARun() {
        try (var workers = Workers.of(2)) {
            assertThatThrownBy(() -> workers.run(1, task -> workers.run(1, inner -> {})))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot start a run of its own");
        }
    }

    @Test
    void aTaskCannotCloseItsWorkers() {
        var workers = Workers.of(2);
        assertThatThrownBy(() -> workers.run(1, task -> workers.close()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("are running");
        workers.close();
    }

    @Test
    void aThreadThatTheTaskLeavesInterruptedStaysUsable() {
        try (var workers = Workers.of(2)) {
            var counts = new AtomicIntegerArray(2);
            for (int repeat = 0; repeat < 10; repeat++) {
                workers.run(2, task -> {
                    counts.incrementAndGet(task);
                    Thread.currentThread().interrupt();
                });
                assertThat(Thread.interrupted())
                        .as("the caller keeps its interrupt")
                        .isTrue();
            }
            assertThat(counts).hasToString("[10, 10]");
        }
    }

    @Test
    void closingEndsTheThreads() {
        var workers = Workers.of(3);
        var used = ConcurrentHashMap.<Thread>newKeySet();
        workers.run(3, task -> used.add(Thread.currentThread()));
        used.remove(Thread.currentThread());
        workers.close();
        assertThat(used).hasSize(2).noneMatch(Thread::isAlive);
        assertThatThrownBy(() -> workers.run(1, task -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        workers.close();
    }

    @Test
    void noThreadsIsRefused() {
        assertThatThrownBy(() -> Workers.of(0)).hasMessage("A pool of 0 threads; expected at least 1.");
    }

    @Test
    void runsAllocateNothing() {
        try (var workers = Workers.of(3)) {
            var counts = new AtomicIntegerArray(30);
            IntConsumer count = counts::incrementAndGet;
            assertThat(Allocation.bytes(1_000, () -> workers.run(30, count))).isLessThan(Allocation.AN_OBJECT * 1_000);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
