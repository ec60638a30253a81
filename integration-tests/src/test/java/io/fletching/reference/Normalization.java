package io.fletching.reference;

import io.fletching.arrow.Memory;
import io.fletching.reference.Outputs.Tolerance;
import io.fletching.runtime.NormProgram;
import io.fletching.runtime.NormSlots;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Variables;
import io.fletching.spi.DType;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// `layer_norm` and `batch_norm`: forward, backward and running statistics.
final class Normalization implements AutoCloseable {
    /// So few that the figures' small batches have several parts.
    private static final long SAMPLES_PER_PART = 2;

    private final Memory memory = Memory.create();
    private final Variables variables = new Variables(memory);
    private final Shape sample;
    private final NormSlots slots;
    private final boolean affine;

    private Normalization(Technique<Normalizer> technique, Map<String, String> options, Shape sample, Case figures) {
        this.sample = sample;
        this.affine = figures.inputs().has("gamma");
        var bound = technique.with(options).with("affine", String.valueOf(affine));
        var norm = bound.provider().bind(bound.options(), sample);
        this.slots = NormSlots.declare(norm, sample, "norm", variables, DType.F32);
        if (affine) {
            figures.input("gamma").into(variables.get("norm.gamma").value());
            figures.input("beta").into(variables.get("norm.beta").value());
        }
    }

    /// One batch, forward and backward.
    static Operation layerNorm(Technique<Normalizer> technique) {
        return (figures, outputs) -> {
            figures.requireOptions("eps", "normalized_shape");
            var sample = Shape.of(Figures.longs(figures.options().path("normalized_shape")));
            var options = Map.of("eps", figures.options().path("eps").asText());
            try (var norm = new Normalization(technique, options, sample, figures)) {
                var batch = norm.new Batch(figures.input("x"), i -> i / (int) sample.size());
                batch.run(Phase.TRAIN);
                batch.check("y", batch.y, outputs);
                batch.backward(figures.input("dy"), "", outputs);
            }
        };
    }

    /// Two batches of training, the first with gradients, and one of evaluation.
    static Operation batchNorm(Technique<Normalizer> technique) {
        return (figures, outputs) -> {
            figures.requireOptions("eps", "momentum", "sequence");
            var first = figures.input("x1");
            var sample = Shape.of(dims(first.shape(), 1));
            var options = Map.of(
                    "eps", figures.options().path("eps").asText(),
                    "momentum", figures.options().path("momentum").asText());
            try (var norm = new Normalization(technique, options, sample, figures)) {
                int channels = (int) sample.dim(0);
                int spatial = (int) sample.size() / channels;
                IntUnaryOperator channel = i -> i / spatial % channels;
                for (int step = 1; step <= 2; step++) {
                    var batch = norm.new Batch(figures.input("x" + step), channel);
                    batch.run(Phase.TRAIN);
                    batch.check("y" + step, batch.y, outputs);
                    outputs.check("running_mean" + step, norm.buffer("running-mean"), Tolerance.NEAR);
                    outputs.check("running_var" + step, norm.buffer("running-variance"), Tolerance.NEAR);
                    if (figures.inputs().has("dy" + step)) {
                        batch.backward(figures.input("dy" + step), String.valueOf(step), outputs);
                    }
                }
                var batch = norm.new Batch(figures.input("x3"), channel);
                batch.run(Phase.EVALUATE);
                batch.check("y3_eval", batch.y, outputs);
                batch.backward(figures.input("dy3"), "3_eval", outputs);
            }
        };
    }

    private static long[] dims(Shape shape, int from) {
        return IntStream.range(from, shape.rank()).mapToLong(shape::dim).toArray();
    }

    private Tensor buffer(String slot) {
        return Objects.requireNonNull(variables.buffers().get("norm." + slot));
    }

    @Override
    public void close() {
        memory.close();
    }

    /// One batch and what becomes of it.
    private final class Batch {
        private final long count;
        private final Tensor y;
        private final Tensor dy;
        private final Tensor dx;
        private final NormProgram program;
        private final double rounding;

        /// @param group by element, which elements share a mean
        Batch(Figures figures, IntUnaryOperator group) {
            rounding = MeanRounding.of(figures, group);
            count = figures.shape().size() / sample.size();
            var shape = sample.batchOf(count);
            var x = figures.into(memory.allocate(DType.F32, shape));
            y = memory.allocate(DType.F32, shape);
            dy = memory.allocate(DType.F32, shape);
            dx = memory.allocate(DType.F32, shape);
            program = NormProgram.training(slots, SAMPLES_PER_PART, x, y, dx, dy, memory);
        }

        void run(Phase phase) {
            program.begin(phase);
            var passes = program.passes(phase);
            for (int i = 0; i < passes.size(); i++) {
                Pass pass = passes.get(i);
                program.run(phase, i, 0, pass.isParts() ? count : pass.units());
            }
        }

        void check(String name, Tensor actual, Outputs outputs) {
            outputs.check(name, actual, outputs.conditioned(name, Tolerance.NEAR, rounding));
        }

        void backward(Figures figures, String suffix, Outputs outputs) {
            figures.into(dy);
            variables.zeroGradients();
            run(Phase.BACKWARD);
            check("dx" + suffix, dx, outputs);
            if (affine) {
                check("dgamma" + suffix, variables.get("norm.gamma").gradient(), outputs);
                check("dbeta" + suffix, variables.get("norm.beta").gradient(), outputs);
            }
        }
    }
}
