package io.fletching.benchmarks;

import io.fletching.arrow.Memory;
import io.fletching.kernels.Kernels;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How everything here is timed: nanoseconds a call on one thread, in several JVMs, because how well a loop is compiled
/// differs between them. Each class inherits the benchmark `ceiling`, to which [Ratios] compares its others.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
public abstract class Timed {
    /// For JMH.
    protected Timed() {}

    /// As much memory as AdamW works on, with n elements.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets up
    public static class Copied {
        @Param({"4096", "1048576", "16777216"})
        int n;

        private Memory memory;
        private Tensor x;
        private Tensor y;

        @Setup
        public void open() {
            memory = Memory.create();
            x = Floats.normal(memory, Shape.of(2L * n));
            y = memory.allocate(DType.F32, Shape.of(2L * n));
        }

        @TearDown
        public void close() {
            memory.close();
        }
    }

    /// Copies half of the memory to the other half: its speed for a loop that computes nothing.
    @Benchmark
    public void ceiling(Copied copied, Traffic traffic) {
        Kernels.f32().copy(copied.x.data(), 0, copied.y.data(), 0, copied.x.size());
        traffic.of(copied.n, 16);
    }
}
