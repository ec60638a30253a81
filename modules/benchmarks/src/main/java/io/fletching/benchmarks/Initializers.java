package io.fletching.benchmarks;

import io.fletching.arrow.Memory;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Initialization;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Variables;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Initializer;
import io.fletching.spi.Parameter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The first values of a matrix.
public class Initializers extends Timed {
    /// For JMH.
    public Initializers() {}

    /// A matrix.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets up
    public static class Filled {
        @Param({
            "zeros",
            "uniform",
            "normal",
            "truncated-normal",
            "xavier",
            "he",
            "lecun",
            "variance-scaling",
            "orthogonal",
            "identity",
            "sparse"
        })
        String initializer;

        @Param({"4096", "1048576"})
        int n;

        private final Workers workers = Workers.of(1);
        private Memory memory;
        private Technique<Initializer> technique;
        private Variable variable;

        @Setup
        public void open() {
            memory = Memory.create();
            variable = new Variables(memory).create(Parameter.of("weight", Floats.square(n)), DType.F32);
            technique = Catalog.load().initializer(initializer);
        }

        @TearDown
        public void close() {
            workers.close();
            memory.close();
        }
    }

    @Benchmark
    public void fill(Filled filled, Traffic traffic) {
        Initialization.fill(filled.technique, filled.variable, 1, filled.workers);
        traffic.of(filled.n, 4);
    }
}
