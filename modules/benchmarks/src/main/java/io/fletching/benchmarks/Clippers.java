package io.fletching.benchmarks;

import io.fletching.arrow.Memory;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.UpdateReport;
import io.fletching.runtime.Updater;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Variables;
import io.fletching.spi.DType;
import io.fletching.spi.Parameter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// An update by gradient descent that is clipped: measuring the gradient, clipping, and the step.
public class Clippers extends Timed {
    /// For JMH.
    public Clippers() {}

    /// A matrix in an updater.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets up
    public static class Clipped {
        @Param({"none", "norm-clipping", "per-tensor-norm-clipping", "adaptive-clipping", "zscore-clipping"})
        String clipper;

        @Param({"4096", "1048576", "16777216"})
        int n;

        private Memory memory;
        private Updater updater;

        @Setup
        public void open() {
            memory = Memory.create();
            var variables = new Variables(memory);
            Variable weight = variables.create(Parameter.of("weight", Floats.square(n)), DType.F32);
            Floats.fill(weight.value());
            Floats.fill(weight.gradient());
            var catalog = Catalog.load();
            var builder = Updater.of(variables).optimizer(catalog.optimizer("sgd"));
            if (!clipper.equals("none")) {
                builder.clipper(catalog.clipper(clipper));
            }
            updater = builder.build();
        }

        @TearDown
        public void close() {
            updater.close();
            memory.close();
        }
    }

    /// The gradient is read twice, the weight read and written.
    @Benchmark
    public UpdateReport update(Clipped clipped, Traffic traffic) {
        traffic.of(clipped.n, 16);
        return clipped.updater.update(1, 1);
    }
}
