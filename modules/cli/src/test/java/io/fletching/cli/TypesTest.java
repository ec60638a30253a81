package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fletching.arrow.Memory;
import io.fletching.linalg.MatrixProduct;
import io.fletching.nn.Examples;
import io.fletching.nn.LastPosition;
import io.fletching.nn.Linear;
import io.fletching.nn.Loss;
import io.fletching.nn.Model;
import io.fletching.nn.Network;
import io.fletching.nn.Normalize;
import io.fletching.nn.PerPosition;
import io.fletching.nn.Sequence;
import io.fletching.nn.Training;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Provider;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every provider that comes along, in a model of every type: it works, or it is refused with its name, the type and
/// the parameter or layer, and then nothing was allocated or written. In float64 models are built, for gradient checks,
/// and not trained.
class TypesTest {
    private static final Catalog CATALOG = Catalog.load();
    private static final Shape SAMPLE = Shape.of(4, 6);
    private static final int ROWS = 4;

    static Stream<Arguments> everyProviderAndType() {
        return Stream.of(DType.F64, DType.F32, DType.BF16, DType.F16)
                .flatMap(type -> CATALOG.techniques().stream()
                        .map(technique -> Arguments.of(type, technique.kind(), technique.name())));
    }

    @ParameterizedTest
    @MethodSource
    void everyProviderAndType(DType type, String kind, String name) {
        Technique<?> technique = ProviderName.find(CATALOG, kind, name);
        boolean trains = kind.equals("optimizer") || kind.equals("clipper");
        boolean served = technique.provider().types().contains(type == DType.F64 ? DType.F64 : DType.F32);
        try (Memory memory = Memory.create()) {
            Examples rows = rows(memory, type);
            long before = memory.bytes();
            if (served && type == DType.F64) {
                model(technique, type, memory).close();
            } else if (served) {
                try (Model model = model(technique, type, memory)) {
                    String weights = model.variables().sha256();
                    train(technique, model, rows);
                    assertThat(model.variables().sha256()).isNotEqualTo(weights);
                }
            } else if (trains) {
                try (Model model = model(technique, type, memory)) {
                    String weights = model.variables().sha256();
                    long built = memory.bytes();
                    assertRefused(technique, "norm.gamma", () -> train(technique, model, rows));
                    assertThat(model.variables().sha256()).isEqualTo(weights);
                    assertThat(memory.bytes()).isEqualTo(built);
                }
            } else {
                assertRefused(technique, place(technique), () -> model(technique, type, memory));
            }
            assertThat(memory.bytes()).isEqualTo(before);
        }
    }

    /// Of those that come along every initializer and normalizer computes in float64 too; a plugin's may not.
    @ParameterizedTest
    @MethodSource("kinds")
    void aProviderOfFloat32AloneIsRefused(Provider provider) {
        Technique<?> technique = Technique.of(provider);
        try (Memory memory = Memory.create()) {
            long before = memory.bytes();
            assertRefused(technique, place(technique), () -> model(technique, DType.F64, memory));
            assertThat(memory.bytes()).isEqualTo(before);
        }
    }

    static List<Provider> kinds() {
        return List.of(new Narrow(), new NarrowNorm());
    }

    private static String place(Technique<?> technique) {
        return technique.provider() instanceof Normalizer ? "norm" : "linear.weight";
    }

    private static void assertRefused(Technique<?> technique, String place, Runnable start) {
        var refused = catchThrowableOfType(FletchingException.class, start::run);
        assertThat(refused).as("%s", technique).isNotNull();
        assertThat(refused.code()).isEqualTo("type-unserved");
        assertThat(refused.kind()).isEqualTo(FletchingException.Kind.USER);
        assertThat(refused)
                .hasMessage("The " + technique.kind() + " '" + technique.name() + "' computes in [F32], and '" + place
                        + "' in 'F64'; take another, or a model of F32, BF16 or F16, which computes in F32.");
    }

    private static Model model(Technique<?> technique, DType type, Memory memory) {
        Technique<Normalizer> norm = technique.provider() instanceof Normalizer normalizer
                ? Technique.of(normalizer)
                : CATALOG.normalizer("layernorm");
        Technique<Initializer> initializer =
                technique.provider() instanceof Initializer each ? Technique.of(each) : CATALOG.initializer("xavier");
        Network network = Sequence.empty()
                .then("norm", new Normalize(norm.name().equals("groupnorm") ? norm.with("groups", "2") : norm))
                .then("linear", new PerPosition(Linear.of(3, initializer)))
                .then("last", new LastPosition());
        return Model.of(network, SAMPLE)
                .dtype(type)
                .product(type == DType.F64 ? MatrixProduct.portableF64() : MatrixProduct.portable())
                .memory(memory)
                .build();
    }

    private static void train(Technique<?> technique, Model model, Examples rows) {
        Technique<Optimizer> optimizer = technique.provider() instanceof Optimizer each
                ? Technique.of(each)
                : model.dtype() == DType.F64 ? Technique.of(new Wide()) : CATALOG.optimizer("adamw");
        Training training = Training.of(model, Loss.crossEntropy(), optimizer)
                .others(CATALOG.optimizer("adamw"))
                .threads(1)
                .batch(2)
                .epochs(2);
        if (technique.provider() instanceof Clipper clipper) {
            training.clip(Technique.of(clipper));
        }
        training.run(rows);
    }

    private static Examples rows(Memory memory, DType type) {
        var random = new Random(1);
        Tensor inputs = memory.allocate(type == DType.F64 ? DType.F64 : DType.F32, SAMPLE.batchOf(ROWS));
        for (long i = 0; i < inputs.size(); i++) {
            inputs.set(i, random.nextGaussian());
        }
        Tensor targets = memory.allocate(DType.I32, Shape.of(ROWS));
        for (int row = 0; row < ROWS; row++) {
            targets.set(row, row % 3);
        }
        return new Examples(inputs, targets);
    }

    /// It never comes to be bound.
    private record Narrow() implements Initializer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("narrow", "Of float32 alone");
        }

        @Override
        public Set<DType> types() {
            return Set.of(DType.F32);
        }

        @Override
        public Filler bind(Options options) {
            throw new AssertionError("bound");
        }
    }

    private record NarrowNorm() implements Normalizer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("narrow-norm", "Of float32 alone");
        }

        @Override
        public Set<DType> types() {
            return Set.of(DType.F32);
        }

        @Override
        public Norm bind(Options options, Shape sample) {
            throw new AssertionError("bound");
        }
    }

    /// An optimizer that would serve float64, so that clippers are asked.
    private record Wide() implements Optimizer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("wide", "Of float64 too");
        }

        @Override
        public Set<DType> types() {
            return Set.of(DType.F32, DType.F64);
        }

        @Override
        public Rule bind(Options options) {
            return new Rule() {
                @Override
                public StateLayout layout(Parameter parameter) {
                    return StateLayout.elementwise();
                }

                @Override
                public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                    throw new AssertionError("run");
                }
            };
        }
    }
}
