package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What every initializer keeps.
public abstract non-sealed class InitializerContract extends ProviderContract<Initializer> {
    private static final List<Shape> SHAPES = List.of(
            Shape.of(0, 3),
            Shape.of(1, 1),
            Shape.of(5, 7),
            Shape.of(3, 21_845),
            Shape.of(1, 65_537),
            Shape.of(3, 2, 4));
    private static final List<Shape> SEVERAL_PARTS = List.of(Shape.of(300, 700));
    private static final int OFFSETS = 17;

    /// For the test that extends it.
    protected InitializerContract() {}

    @Override
    final void bind(Initializer provider, Options options) {
        provider.bind(options);
    }

    @Override
    final String digest() {
        var digest = new Digest();
        each(SHAPES, c -> digest.add(filled(c, Bench.plain())));
        return digest.text();
    }

    @Override
    final long allocated() {
        return variants().stream().mapToLong(this::allocated).max().orElse(0);
    }

    private long allocated(Map<String, String> variant) {
        try (var trial = trial(new Case(variant, Shape.of(40, 40)), Bench.plain())) {
            return Allocation.fewest(trial::fill);
        }
    }

    private String filled(Case c, Bench bench) {
        try (var trial = trial(c, bench)) {
            return Digest.of(trial.values());
        }
    }

    private InitializerTrial trial(Case c, Bench bench) {
        return new InitializerTrial(provider(), c.variant, Parameter.of("weight", c.shape), 1, bench);
    }

    /// Runs a rule on all variants and all shapes that the initializer can fill.
    private void each(List<Shape> shapes, Consumer<Case> rule) {
        int filled = 0;
        for (var variant : variants()) {
            var filler = provider().bind(provider().descriptor().parse(variant));
            for (Shape shape : shapes) {
                try {
                    filler.layout(Parameter.of("weight", shape));
                } catch (FletchingException unsupported) {
                    continue;
                }
                filled++;
                rule.accept(new Case(variant, shape));
            }
        }
        assertThat(filled).as("cases that the initializer can fill").isPositive();
    }

    private record Case(Map<String, String> variant, Shape shape) {}

    /// The layout of a parameter is equal every time.
    @Test
    public final void laysOutTheSameEveryTime() {
        each(SHAPES, c -> {
            var filler = provider().bind(provider().descriptor().parse(c.variant));
            var parameter = Parameter.of("weight", c.shape);
            assertThat(filler.layout(parameter)).as("%s", c).isEqualTo(filler.layout(parameter));
        });
    }

    /// Every element is written, with a finite number.
    @Test
    public final void fillsEveryElement() {
        each(SHAPES, c -> {
            try (var trial = trial(c, Bench.plain())) {
                for (long i = 0; i < trial.values().size(); i++) {
                    assertThat(trial.values().get(i))
                            .as("element %d of %s", i, c)
                            .isFinite();
                }
            }
        });
    }

    /// Memory may start at any element.
    @Test
    public final void givesTheSameBitsAtEveryOffset() {
        each(SHAPES, c -> {
            String aligned = filled(c, Bench.plain());
            for (int offset = 1; offset < OFFSETS; offset += c.shape.size() > 1_000 ? 5 : 1) {
                assertThat(filled(c, Bench.atOffset(offset)))
                        .as("%s at offset %d", c, offset)
                        .isEqualTo(aligned);
            }
        });
    }

    /// Parts are filled in any order and at once.
    @Test
    public final void givesTheSameBitsOnAnyNumberOfThreads() {
        each(SEVERAL_PARTS, c -> {
            String one = filled(c, Bench.plain());
            for (int threads : new int[] {2, 7}) {
                assertThat(filled(c, Bench.withThreads(threads)))
                        .as("%s on %d threads", c, threads)
                        .isEqualTo(one);
            }
        });
    }

    /// Neither scratch nor the parameter's memory holds anything before.
    @Test
    public final void readsNothingBeforeWritingIt() {
        each(
                SHAPES,
                c -> assertThat(filled(c, Bench.withUndefined(7))).as("%s", c).isEqualTo(filled(c, Bench.plain())));
    }

    /// A second filling gives the same bits: there is no state but the seed and the name.
    @Test
    public final void fillsTheSameASecondTime() {
        each(SHAPES, c -> {
            try (var trial = trial(c, Bench.plain())) {
                String first = Digest.of(trial.values());
                trial.fill();
                assertThat(Digest.of(trial.values())).as("%s", c).isEqualTo(first);
            }
        });
    }
}
