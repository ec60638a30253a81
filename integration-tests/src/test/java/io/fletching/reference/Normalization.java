package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.arrow.Memory;
import io.fletching.reference.Outputs.Tolerance;
import io.fletching.runtime.NormProgram;
import io.fletching.runtime.NormSlots;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Variables;
import io.fletching.spi.DType;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.ToLongBiFunction;
import java.util.stream.IntStream;

/// Norms of samples (`layer_norm`, `rms_norm`, `group_norm`, `instance_norm`) and of batches (`batch_norm`,
/// `batch_norm_cumulative`): forward, backward and running statistics.
final class Normalization implements AutoCloseable {
    /// So few that the figures' small batches have several parts.
    private static final long SAMPLES_PER_PART = 2;

    private final Memory memory = Memory.create();
    private final Variables variables = new Variables(memory);
    private final Shape sample;
    private final NormSlots slots;

    private Normalization(Technique<Normalizer> technique, Map<String, String> options, Shape sample, Case figures) {
        this.sample = sample;
        var bound = technique
                .with(options)
                .with("affine", String.valueOf(figures.inputs().has("gamma")));
        var norm = bound.provider().bind(bound.options(), sample);
        this.slots = NormSlots.declare(norm, sample, "norm", variables, DType.F32);
        variables.forEach(variable -> figures.input(slot(variable)).into(variable.value()));
    }

    /// A norm that looks at each sample alone: one batch, forward and backward.
    ///
    /// @param values how many values have a mean in common; 1 where there are no means
    static Operation bySample(Technique<Normalizer> technique, ToLongBiFunction<Case, Shape> values) {
        return (figures, outputs) -> {
            figures.requireOptions("eps", "groups", "normalized_shape");
            var x = figures.input("x");
            var sample = Shape.of(dims(x.shape(), 1));
            if (figures.options().has("normalized_shape")) {
                assertThat(Shape.of(Figures.longs(figures.options().path("normalized_shape"))))
                        .isEqualTo(sample);
            }
            var options = figures.texts();
            options.keySet().retainAll(Set.of("eps", "groups"));
            try (var norm = new Normalization(technique, options, sample, figures)) {
                int width = (int) values.applyAsLong(figures, sample);
                var batch = norm.new Batch(x, i -> i / width);
                batch.run(Phase.TRAIN);
                batch.check("y", batch.y, outputs);
                batch.backward(figures.input("dy"), "", outputs);
                batch.run(Phase.EVALUATE);
                batch.check("y", batch.y, outputs);
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

    /// Batches of training, one after another, and the running statistics behind them.
    static Operation cumulative(Technique<Normalizer> technique) {
        return (figures, outputs) -> {
            figures.requireOptions("eps", "momentum");
            var batches = figures.inputs().path("batches");
            var sample = Shape.of(dims(Figures.of(batches.path(0)).shape(), 1));
            var options = Map.of("eps", figures.options().path("eps").asText(), "cumulative", "true");
            try (var norm = new Normalization(technique, options, sample, figures)) {
                for (var figuresOfBatch : batches) {
                    int channels = (int) sample.size();
                    norm.new Batch(Figures.of(figuresOfBatch), i -> i % channels).run(Phase.TRAIN);
                }
                outputs.check("running_mean", norm.buffer("running-mean"), Tolerance.NEAR);
                outputs.check("running_var", norm.buffer("running-variance"), Tolerance.NEAR);
            }
        };
    }

    private static long[] dims(Shape shape, int from) {
        return IntStream.range(from, shape.rank()).mapToLong(shape::dim).toArray();
    }

    /// `gamma` or `beta`.
    private static String slot(Variable variable) {
        return variable.name().substring("norm.".length());
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
            variables.forEach(variable -> check("d" + slot(variable) + suffix, variable.gradient(), outputs));
        }
    }
}
