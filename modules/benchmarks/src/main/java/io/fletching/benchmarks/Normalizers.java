package io.fletching.benchmarks;

import io.fletching.arrow.Memory;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.NormProgram;
import io.fletching.runtime.NormSlots;
import io.fletching.runtime.Variables;
import io.fletching.spi.DType;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A norm in training, forward and backward, one part of rows after another.
public class Normalizers extends Timed {
    /// The rows of a part, as in a training loop.
    private static final int ROWS = 32;

    /// For JMH.
    public Normalizers() {}

    /// A batch and its norm.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets up
    public static class Normalized {
        @Param({"layernorm", "rmsnorm", "batchnorm"})
        String norm;

        @Param({"128x64", "512x1024"})
        String shape;

        private Memory memory;
        private NormProgram program;
        private long batch;
        private long width;

        @Setup
        public void open() {
            memory = Memory.create();
            var lengths = shape.split("x", -1);
            batch = Long.parseLong(lengths[0]);
            width = Long.parseLong(lengths[1]);
            var technique = Catalog.load().normalizer(norm);
            var sample = Shape.of(width);
            var bound = technique.provider().bind(technique.options(), sample);
            var slots = NormSlots.declare(bound, sample, "norm", new Variables(memory), DType.F32);
            var x = Floats.normal(memory, Shape.of(batch, width));
            var dy = Floats.normal(memory, Shape.of(batch, width));
            var y = memory.allocate(DType.F32, Shape.of(batch, width));
            var dx = memory.allocate(DType.F32, Shape.of(batch, width));
            program = NormProgram.training(slots, ROWS, x, y, dx, dy, memory.child("norm"));
        }

        private void run(Phase phase) {
            var passes = program.passes(phase);
            for (int pass = 0; pass < passes.size(); pass++) {
                program.run(
                        phase,
                        pass,
                        0,
                        passes.get(pass).isParts() ? batch : passes.get(pass).units());
            }
        }

        @TearDown
        public void close() {
            memory.close();
        }
    }

    /// x is read and y written, then x and dy are read and dx is written.
    @Benchmark
    public void forwardAndBackward(Normalized normalized, Traffic traffic) {
        normalized.program.begin(Phase.TRAIN);
        normalized.program.begin(Phase.BACKWARD);
        normalized.run(Phase.TRAIN);
        normalized.run(Phase.BACKWARD);
        traffic.of((double) normalized.batch * normalized.width, 20);
    }
}
