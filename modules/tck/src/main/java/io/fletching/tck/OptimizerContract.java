package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What every optimizer keeps.
public abstract non-sealed class OptimizerContract extends ProviderContract<Optimizer> {
    private static final List<Shape> SHAPES = List.of(
            Shape.of(0),
            Shape.of(1),
            Shape.of(37),
            Shape.of(65_535),
            Shape.of(65_537),
            Shape.of(1, 1),
            Shape.of(5, 7),
            Shape.of(3, 2, 4));
    private static final List<Shape> SEVERAL_PARTS = List.of(Shape.of(3 * 65_536 + 5), Shape.of(700, 300));
    private static final int OFFSETS = 17;

    /// For the test that extends it.
    protected OptimizerContract() {}

    @Override
    final void bind(Optimizer provider, Options options) {
        provider.bind(options);
    }

    @Override
    final String digest() {
        var digest = new Digest();
        each(SHAPES, c -> digest.add(after(3, c.variant, c.shape, Bench.plain())));
        return digest.text();
    }

    @Override
    final long allocated() {
        return variants().stream().mapToLong(this::allocated).max().orElse(0);
    }

    private long allocated(Map<String, String> variant) {
        try (var trial = new OptimizerTrial(provider(), variant, Shape.of(40, 30), Bench.plain())) {
            start(trial);
            Numbers.fill(trial.gradient(), "gradient");
            return Allocation.fewest(trial::step);
        }
    }

    /// A hash of the parameter and of all that is kept, after some steps.
    private String after(int steps, Map<String, String> variant, Shape shape, Bench bench) {
        try (var trial = new OptimizerTrial(provider(), variant, shape, bench)) {
            start(trial);
            steps(trial, 1, steps);
            return hash(trial);
        }
    }

    private static void start(OptimizerTrial trial) {
        Numbers.fill(trial.parameter(), "parameter");
    }

    private static void steps(OptimizerTrial trial, int first, int last) {
        for (int step = first; step <= last; step++) {
            Numbers.fill(trial.gradient(), "gradient-" + step);
            trial.step();
        }
    }

    private static String hash(OptimizerTrial trial) {
        return new Digest().add(trial.parameter()).add(trial.kept().values()).text();
    }

    /// Runs a rule on all variants and all shapes that the optimizer can update.
    private void each(List<Shape> shapes, Consumer<Case> rule) {
        int updated = 0;
        for (var variant : variants()) {
            var optimizer = provider();
            var bound = optimizer.bind(optimizer.descriptor().parse(variant));
            for (Shape shape : shapes) {
                try {
                    bound.layout(Parameter.of("parameter", shape));
                } catch (FletchingException unsupported) {
                    continue;
                }
                updated++;
                rule.accept(new Case(variant, shape));
            }
        }
        assertThat(updated).as("cases that the optimizer can update").isPositive();
    }

    private record Case(Map<String, String> variant, Shape shape) {}

    /// The layout of a parameter is equal every time.
    @Test
    public final void laysOutTheSameEveryTime() {
        each(SHAPES, c -> {
            var rule = provider().bind(provider().descriptor().parse(c.variant));
            var parameter = Parameter.of("parameter", c.shape);
            assertThat(rule.layout(parameter)).as("%s", c).isEqualTo(rule.layout(parameter));
        });
    }

    /// Memory may start at any element, and a length of 0, 1 or any other changes nothing.
    @Test
    public final void givesTheSameBitsAtEveryOffset() {
        each(SHAPES, c -> {
            String aligned = after(2, c.variant, c.shape, Bench.plain());
            for (int offset = 1; offset < OFFSETS; offset += c.shape.size() > 1_000 ? 5 : 1) {
                assertThat(after(2, c.variant, c.shape, Bench.atOffset(offset)))
                        .as("%s at offset %d", c, offset)
                        .isEqualTo(aligned);
            }
        });
    }

    /// Parts run in any order and at once.
    @Test
    public final void givesTheSameBitsOnAnyNumberOfThreads() {
        each(SEVERAL_PARTS, c -> {
            String one = after(3, c.variant, c.shape, Bench.plain());
            for (int threads : new int[] {2, 7}) {
                assertThat(after(3, c.variant, c.shape, Bench.withThreads(threads)))
                        .as("%s on %d threads", c, threads)
                        .isEqualTo(one);
            }
        });
    }

    /// Scratch is undefined at the start of an update.
    @Test
    public final void readsNoScratchBeforeWritingIt() {
        each(
                SHAPES,
                c -> assertThat(after(2, c.variant, c.shape, Bench.withUndefined(7)))
                        .as("%s", c)
                        .isEqualTo(after(2, c.variant, c.shape, Bench.plain())));
    }

    /// All that lasts lies in slots: another rule goes on from them, bit for bit.
    @Test
    public final void keepsAllItsStateInSlots() {
        each(SHAPES, c -> {
            try (var first = new OptimizerTrial(provider(), c.variant, c.shape, Bench.plain());
                    var second = new OptimizerTrial(provider(), c.variant, c.shape, Bench.plain())) {
                start(first);
                steps(first, 1, 3);
                second.resume(first);
                steps(first, 4, 5);
                steps(second, 4, 5);
                assertThat(hash(second)).as("%s", c).isEqualTo(hash(first));
            }
        });
    }

    /// Every gradient element is multiplied by the gradient scale first.
    @Test
    public final void scalesTheGradientFirst() {
        each(SHAPES, c -> {
            try (var plain = new OptimizerTrial(provider(), c.variant, c.shape, Bench.plain());
                    var scaled = new OptimizerTrial(provider(), c.variant, c.shape, Bench.plain())) {
                start(plain);
                start(scaled);
                scaled.gradientScale(0.25);
                for (int step = 1; step <= 3; step++) {
                    Numbers.fill(plain.gradient(), "gradient-" + step);
                    Numbers.fill(scaled.gradient(), "gradient-" + step, 4);
                    plain.step();
                    scaled.step();
                }
                assertThat(hash(scaled)).as("%s", c).isEqualTo(hash(plain));
            }
        });
    }

    /// The gradient is read-only, and a step leaves it as it is.
    @Test
    public final void leavesTheGradientAlone() {
        each(SHAPES, c -> {
            try (var trial = new OptimizerTrial(provider(), c.variant, c.shape, Bench.plain())) {
                start(trial);
                Numbers.fill(trial.gradient(), "gradient");
                String before = Digest.of(trial.gradient());
                trial.step();
                assertThat(Digest.of(trial.gradient())).as("%s", c).isEqualTo(before);
            }
        });
    }
}
