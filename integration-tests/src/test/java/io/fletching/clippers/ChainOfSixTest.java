package io.fletching.clippers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.arrow.Memory;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Checkpoint;
import io.fletching.runtime.UpdateReport;
import io.fletching.runtime.Updater;
import io.fletching.runtime.Variables;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import io.fletching.spi.WeightLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every clipper there is, one behind another, over updates with spikes.
class ChainOfSixTest {
    private static final Catalog CATALOG = Catalog.load();
    private static final int UPDATES = 12;
    private static final int SAVED = 7;
    private static final String CHAIN =
            "zscore-clipping+norm-clipping+norm-clipping+adaptive-clipping+value-clipping+per-tensor-norm-clipping";
    private static final Map<String, String> OPTIONS = Map.of(
            "first-warmup", "4",
            "first-threshold", "1.5",
            "second-max-norm", "240",
            "third-p", "1",
            "third-max-norm", "5e4",
            "fourth-clipping", "0.5",
            "fifth-max-value", "0.1",
            "sixth-max-norm", "8");

    @TempDir
    private Path folder;

    /// A model in memory of its own, and its updates.
    private static final class Run implements AutoCloseable {
        private final Memory memory = Memory.create();
        private final Variables variables = new Variables(memory);
        private final Workers workers;
        private final Updater updater;
        private final List<List<Double>> told = new ArrayList<>();

        Run(int threads, String chain, Map<String, String> options) {
            create("bias", WeightLayout.OUT_IN, 300);
            create("large", WeightLayout.OUT_IN, 200, 400);
            create("transposed", WeightLayout.IN_OUT, 400, 250);
            create("convolution", WeightLayout.IN_OUT, 3, 3, 20, 30);
            workers = Workers.of(threads);
            var builder =
                    Updater.of(variables).optimizer(CATALOG.optimizer("adamw")).workers(workers);
            CATALOG.clippers(chain, options).forEach(builder::clipper);
            updater = builder.build();
        }

        private void create(String name, WeightLayout layout, long... dims) {
            var variable = variables.create(Parameter.of(name, Shape.of(dims), layout), DType.F32);
            fill(variable.value(), name.hashCode(), 0.1);
        }

        void update(int number) {
            double size = number % 5 == 0 ? 30 : 1 + 0.1 * (number % 3);
            variables.forEach(variable ->
                    fill(variable.gradient(), 100L * number + variable.name().length(), size));
            UpdateReport report = updater.update(1, 0.5);
            List<Double> factors = new ArrayList<>();
            for (int i = 0; i < report.clippers(); i++) {
                factors.add(report.clipperFactor(i));
                factors.add(report.clipperNorm(i));
            }
            told.add(factors);
        }

        /// All weights and all of the updater's state.
        String bits() {
            var bits = new StringBuilder(variables.sha256());
            updater.state().forEach((name, tensor) -> {
                bits.append(' ').append(name);
                for (long i = 0; i < Math.min(tensor.size(), 1000); i++) {
                    bits.append(' ').append(tensor.get(i));
                }
            });
            return bits.append(told).toString();
        }

        private static void fill(Tensor tensor, long seed, double size) {
            var random = new Random(seed);
            for (long i = 0; i < tensor.size(); i++) {
                tensor.set(i, size * random.nextGaussian());
            }
        }

        @Override
        public void close() {
            updater.close();
            workers.close();
            memory.close();
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        var bits = new HashSet<String>();
        for (int threads : List.of(1, 2, 7)) {
            try (var run = new Run(threads, CHAIN, OPTIONS)) {
                for (int i = 1; i <= UPDATES; i++) {
                    run.update(i);
                }
                bits.add(run.bits());
                for (int clipper = 0; clipper < 6; clipper++) {
                    int factor = 2 * clipper;
                    assertThat(run.told)
                            .as("that clipper " + clipper + " clips in some update")
                            .anyMatch(factors -> factors.get(factor) < 1);
                }
            }
        }
        assertThat(bits).hasSize(1);
    }

    @Test
    void aResumedRunHasTheHistoryAndTheBits() {
        Path file = folder.resolve("checkpoint.safetensors");
        try (var whole = new Run(2, CHAIN, OPTIONS);
                var resumed = new Run(1, CHAIN, OPTIONS)) {
            for (int i = 1; i <= UPDATES; i++) {
                whole.update(i);
                if (i == SAVED) {
                    Checkpoint.write(file, List.of(whole.variables, whole.updater));
                    whole.told.clear();
                }
            }
            assertThat(whole.updater.state()).containsKeys("clipper/0-zscore-clipping/norms");
            Checkpoint.restore(file, resumed.memory, List.of(resumed.variables, resumed.updater));
            for (int i = SAVED + 1; i <= UPDATES; i++) {
                resumed.update(i);
            }
            assertThat(resumed.bits()).isEqualTo(whole.bits());
        }
    }

    @Test
    void anotherOrderIsAnotherTraining() {
        String other =
                "norm-clipping+zscore-clipping+norm-clipping+adaptive-clipping+value-clipping+per-tensor-norm-clipping";
        Path file = folder.resolve("checkpoint.safetensors");
        try (var one = new Run(1, CHAIN, OPTIONS);
                var two = new Run(1, other, Map.of())) {
            one.update(1);
            Checkpoint.write(file, List.of(one.variables, one.updater));
            assertThatThrownBy(() -> Checkpoint.restore(file, two.memory, List.of(two.variables, two.updater)))
                    .isInstanceOf(FletchingException.class)
                    .hasMessageContaining("'clipper/0-zscore-clipping' was 'zscore-clipping v1', now it is 'none'");
        }
    }
}
