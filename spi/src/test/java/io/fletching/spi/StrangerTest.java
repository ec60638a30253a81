package io.fletching.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A provider by a stranger: about 25 lines, compiled without a warning against this module and nothing else, found by
/// the service loader, and right.
class StrangerTest {
    @TempDir
    Path folder;

    @Test
    void compilesAgainstTheContractAloneAndRuns() throws IOException {
        assertThat(compile(source("Signum.java"))).isEmpty();
        Optimizer signum = load();
        assertThat(signum.descriptor())
                .isEqualTo(signum.descriptor())
                .hasToString("signum [lr [0, ∞), default 1.0E-4, momentum [0, 1), default 0.9]");

        Optimizer.Rule rule = signum.bind(signum.descriptor().parse(Map.of("momentum", "0.5")));
        Parameter weight = Parameter.of("w", Shape.of(3));
        StateSlot slot = rule.layout(weight).slots().getFirst();
        try (Arena arena = Arena.ofConfined()) {
            Tensor value = tensor(arena, 1, 2, 3);
            Tensor mean = tensor(arena, 0, 0, 8);
            rule.step(value, tensor(arena, 6, -6, -1).readOnly(), new OneSlot(slot, mean), new FirstStep());
            // The gradient is halved first; the mean is half the old one and half of that.
            assertThat(values(mean)).containsExactly(1.5, -1.5, 3.75);
            assertThat(values(value)).containsExactly(0.75, 2.25, 2.75);
        }
    }

    @Test
    void aWarningFailsIt() throws IOException {
        String cast =
                source("Signum.java").replace("float mean = momentum", "long mean = (long) 0L; float x = momentum");
        assertThat(compile(cast)).contains("warning");
    }

    private static String source(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(StrangerTest.class.getResourceAsStream("signum/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// What the compiler says of the provider, with every lint on and warnings as errors.
    private String compile(String signum) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source/com/acme/signum"));
        Files.writeString(folder.resolve("source/module-info.java"), source("module-info.java"));
        Files.writeString(source.resolve("Signum.java"), signum);
        var messages = new StringWriter();
        ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(messages),
                        new PrintWriter(messages),
                        "-Xlint:all",
                        "-Werror",
                        "--module-path",
                        contract().toString(),
                        "-d",
                        folder.resolve("classes").toString(),
                        folder.resolve("source/module-info.java").toString(),
                        source.resolve("Signum.java").toString());
        return messages.toString();
    }

    private static Path contract() {
        return Path.of(ModuleLayer.boot()
                .configuration()
                .findModule("io.fletching.spi")
                .orElseThrow()
                .reference()
                .location()
                .orElseThrow());
    }

    private Optimizer load() {
        var boot = ModuleLayer.boot();
        var configuration = boot.configuration()
                .resolve(ModuleFinder.of(folder.resolve("classes")), ModuleFinder.of(), Set.of("com.acme.signum"));
        var layer = boot.defineModulesWithOneLoader(configuration, getClass().getClassLoader());
        getClass().getModule().addUses(Optimizer.class);
        List<Optimizer> found = ServiceLoader.load(layer, Optimizer.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(optimizer -> optimizer.getClass().getModule().getName().equals("com.acme.signum"))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static Tensor tensor(Arena arena, double... values) {
        Shape shape = Shape.of(values.length);
        Tensor tensor = Tensor.of(arena.allocate(shape.bytes(DType.F32)), DType.F32, shape);
        for (int i = 0; i < values.length; i++) {
            tensor.set(i, values[i]);
        }
        return tensor;
    }

    private static double[] values(Tensor tensor) {
        double[] values = new double[(int) tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return values;
    }

    private record OneSlot(StateSlot slot, Tensor tensor) implements State {
        @Override
        public Tensor get(StateSlot asked) {
            assertThat(asked.name()).isEqualTo(slot.name());
            return tensor;
        }

        @Override
        public boolean has(StateSlot asked) {
            return asked.name().equals(slot.name());
        }

        @Override
        public Tensor gradient(StateSlot asked) {
            throw new IllegalArgumentException(asked.name());
        }
    }

    /// The first update of all three elements, at a rate of 1/4, of a gradient to be halved.
    private static final class FirstStep implements Step {
        @Override
        public int pass() {
            return 0;
        }

        @Override
        public long first() {
            return 0;
        }

        @Override
        public long count() {
            return 3;
        }

        @Override
        public long number() {
            return 1;
        }

        @Override
        public double learningRate() {
            return 0.25;
        }

        @Override
        public double decay() {
            return 1;
        }

        @Override
        public double gradientScale() {
            return 0.5;
        }

        @Override
        public double scalar(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public Parameter parameter() {
            return Parameter.of("p", Shape.of(3));
        }

        @Override
        public void multiply(
                Tensor a,
                boolean transposeA,
                Tensor b,
                boolean transposeB,
                Tensor c,
                long row,
                long rows,
                long column,
                long columns,
                boolean accumulate) {
            throw new IllegalArgumentException("There is no matrix here.");
        }
    }
}
