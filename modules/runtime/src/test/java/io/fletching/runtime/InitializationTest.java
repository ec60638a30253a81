package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Fill;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InitializationTest {
    private final Memory memory = Memory.create();

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void valuesDependOnSeedAndNameAlone() {
        String first = fill("a", 1, new Normal(), 1);
        assertThat(fill("a", 1, new Normal(), 2)).as("threads").isEqualTo(first);
        assertThat(fill("a", 1, new Normal(), 7)).as("threads").isEqualTo(first);
        assertThat(fill("a", 2, new Normal(), 1)).as("another seed").isNotEqualTo(first);
        assertThat(fill("b", 1, new Normal(), 1)).as("another name").isNotEqualTo(first);
    }

    @Test
    void normalNumbersHaveTheirMoments() {
        var variables = new Variables(memory);
        Variable variable = variables.create(Parameter.of("a", Shape.of(400, 500)), DType.F32);
        try (Workers workers = Workers.of(2)) {
            Initialization.fill(Technique.of(new Normal()), variable, 7, workers);
        }
        double sum = 0;
        double squares = 0;
        for (long i = 0; i < variable.value().size(); i++) {
            sum += variable.value().get(i);
            squares += Math.pow(variable.value().get(i), 2);
        }
        assertThat(sum / 200_000).isEqualTo(3, within(0.02));
        assertThat(squares / 200_000 - 9).isEqualTo(4, within(0.15));
    }

    @Test
    void sharesAndScratchWorkAndTheScratchIsGivenBack() {
        Set<String> results = new HashSet<>();
        for (int threads : List.of(1, 2, 7)) {
            results.add(fill("a", 1, new Mirrored(), threads));
        }
        assertThat(results).hasSize(1);
    }

    @Test
    void float64ModelsStartFromTheSameNumbers() {
        var variables = new Variables(memory);
        Variable narrow = variables.create(Parameter.of("a", Shape.of(30)), DType.F32);
        var others = new Variables(memory);
        Variable wide = others.create(Parameter.of("a", Shape.of(30)), DType.F64);
        try (Workers workers = Workers.of(1)) {
            Initialization.fill(Technique.of(new Normal()), narrow, 7, workers);
            Initialization.fill(Technique.of(new Normal()), wide, 7, workers);
        }
        for (long i = 0; i < 30; i++) {
            assertThat(wide.value().get(i)).isEqualTo(narrow.value().get(i), within(1e-6));
        }
    }

    private String fill(String name, long seed, Initializer initializer, int threads) {
        var variables = new Variables(memory);
        Variable variable = variables.create(Parameter.of(name, Shape.of(400, 500)), DType.F32);
        long before = memory.bytes();
        try (Workers workers = Workers.of(threads)) {
            Initialization.fill(Technique.of(initializer), variable, seed, workers);
        }
        assertThat(memory.bytes()).isEqualTo(before);
        return Digest.sha256(java.util.Map.of("value", variable.value()));
    }

    @Test
    void aTypeThatAProviderDoesNotServeIsRefusedByName() {
        Variable wide = new Variables(memory).create(Parameter.of("wide", Shape.of(3)), DType.F64);
        try (Workers workers = Workers.of(1)) {
            assertThatThrownBy(() -> Initialization.fill(Technique.of(new Single()), wide, 1, workers))
                    .isInstanceOfSatisfying(
                            FletchingException.class, e -> assertThat(e.code()).isEqualTo("type-unserved"))
                    .hasMessage(
                            "The initializer 'single' computes in [F32], and 'wide' in 'F64'; take another, or a model of"
                                    + " F32, BF16 or F16, which computes in F32.");
        }
    }

    private record Single() implements Initializer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("single", "Computes in F32 alone");
        }

        @Override
        public Set<DType> types() {
            return Set.of(DType.F32);
        }

        @Override
        public Filler bind(Options options) {
            return (values, state, fill) -> {};
        }
    }

    record Normal() implements Initializer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("normal", "Normal with mean 3 and deviation 2");
        }

        @Override
        public Filler bind(Options options) {
            return (values, state, fill) -> fill.random().normal(values, fill.first(), 3, 2);
        }
    }

    /// Each row times the row opposite, by way of scratch.
    private record Mirrored() implements Initializer {
        private static final StateSlot DRAWN =
                StateSlot.like("drawn").as(DType.F64).life(StateSlot.Life.SCRATCH);

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("mirrored", "Products of rows");
        }

        @Override
        public Filler bind(Options options) {
            return new Filler() {
                @Override
                public StateLayout layout(Parameter parameter) {
                    Pass rows = Pass.shares(parameter.shape().rows());
                    return StateLayout.whole(DRAWN).passes(rows, rows);
                }

                @Override
                public void fill(Tensor values, State state, Fill fill) {
                    Tensor drawn = state.get(DRAWN);
                    long width = fill.parameter().shape().rowLength();
                    for (long i = fill.first() * width; i < (fill.first() + fill.count()) * width; i++) {
                        if (fill.pass() == 0) {
                            drawn.set(
                                    i,
                                    fill.random().uniform(i, 0) + fill.random().normal(i, 1));
                        } else {
                            values.set(i, drawn.get(i) * drawn.get(values.size() - 1 - i));
                        }
                    }
                }
            };
        }
    }
}
