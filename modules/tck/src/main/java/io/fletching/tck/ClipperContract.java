package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.Clipper;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.StateSlot.Extent;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every clipper keeps.
public abstract non-sealed class ClipperContract extends ProviderContract<Clipper> {
    private static final Shape[] SHAPES = {
        Shape.of(0), Shape.of(1), Shape.of(5, 7), Shape.of(65_537), Shape.of(700, 300), Shape.of(3, 2, 4)
    };
    private static final int OFFSETS = 17;

    /// For the test that extends it.
    protected ClipperContract() {}

    @Override
    final void bind(Clipper provider, Options options) {
        provider.bind(options);
    }

    @Override
    final String digest() {
        var digest = new Digest();
        for (var variant : variants()) {
            digest.add(clipped(variant, Bench.plain()));
        }
        return digest.text();
    }

    @Override
    final long allocated() {
        return variants().stream().mapToLong(this::allocated).max().orElse(0);
    }

    private long allocated(Map<String, String> variant) {
        try (var trial = new ClipperTrial(provider(), variant, Bench.plain(), Shape.of(40, 30), Shape.of(30))) {
            Numbers.fill(trial.gradient(0), "gradient");
            return Allocation.fewest(() -> trial.clip(1.01));
        }
    }

    private String clipped(Map<String, String> variant, Bench bench) {
        try (var trial = trial(variant, bench)) {
            clip(trial, 1, 2, 1);
            return hash(trial);
        }
    }

    private ClipperTrial trial(Map<String, String> variant, Bench bench) {
        var trial = new ClipperTrial(provider(), variant, bench, SHAPES);
        for (int i = 0; i < SHAPES.length; i++) {
            Numbers.fill(trial.parameter(i), "parameter-" + i);
        }
        return trial;
    }

    /// Updates `[first, last]`; gradients are divided by the scale, so that they are the same with it.
    private static void clip(ClipperTrial trial, int first, int last, double scale) {
        for (int update = first; update <= last; update++) {
            for (int i = 0; i < SHAPES.length; i++) {
                Numbers.fill(trial.gradient(i), "gradient-" + i + "-" + update, update / scale);
            }
            trial.clip(scale);
        }
    }

    private static String hash(ClipperTrial trial) {
        var digest = new Digest();
        for (int i = 0; i < SHAPES.length; i++) {
            digest.add(trial.gradient(i)).add(trial.parameter(i));
        }
        return digest.add(trial.history().values()).text();
    }

    /// The layouts are equal every time, and history is of FIXED slots alone.
    @Test
    public final void laysOutTheSameEveryTime() {
        for (var variant : variants()) {
            var rule = provider().bind(provider().descriptor().parse(variant));
            assertThat(rule.history()).as("%s", variant).isEqualTo(rule.history());
            assertThat(rule.history().slots()).allMatch(slot -> slot.extent() == Extent.FIXED);
            assertThat(rule.measures()).isEqualTo(rule.measures());
            for (Shape shape : SHAPES) {
                var parameter = Parameter.of("parameter", shape);
                assertThat(rule.edits(parameter)).as("%s", shape).isEqualTo(rule.edits(parameter));
            }
        }
    }

    /// Memory may start at any element.
    @Test
    public final void givesTheSameBitsAtEveryOffset() {
        for (var variant : variants()) {
            String aligned = clipped(variant, Bench.plain());
            for (int offset = 1; offset < OFFSETS; offset += 3) {
                assertThat(clipped(variant, Bench.atOffset(offset)))
                        .as("%s at offset %d", variant, offset)
                        .isEqualTo(aligned);
            }
        }
    }

    /// Parts are edited in any order and at once.
    @Test
    public final void givesTheSameBitsOnAnyNumberOfThreads() {
        for (var variant : variants()) {
            String one = clipped(variant, Bench.plain());
            for (int threads : new int[] {2, 7}) {
                assertThat(clipped(variant, Bench.withThreads(threads)))
                        .as("%s on %d threads", variant, threads)
                        .isEqualTo(one);
            }
        }
    }

    /// Scratch is undefined at the start of an update.
    @Test
    public final void readsNoScratchBeforeWritingIt() {
        for (var variant : variants()) {
            assertThat(clipped(variant, Bench.withUndefined(7)))
                    .as("%s", variant)
                    .isEqualTo(clipped(variant, Bench.plain()));
        }
    }

    /// All that lasts lies in the history: another rule goes on from it, bit for bit.
    @Test
    public final void keepsAllItsStateInHistory() {
        for (var variant : variants()) {
            try (var first = trial(variant, Bench.plain());
                    var second = trial(variant, Bench.plain())) {
                clip(first, 1, 3, 1);
                second.resume(first);
                clip(first, 4, 5, 1);
                clip(second, 4, 5, 1);
                assertThat(hash(second)).as("%s", variant).isEqualTo(hash(first));
            }
        }
    }

    /// A gradient is what lies in memory times its pending factor: a loss scale changes nothing.
    @Test
    public final void countsThePendingFactorIn() {
        for (var variant : variants()) {
            try (var plain = trial(variant, Bench.plain());
                    var scaled = trial(variant, Bench.plain())) {
                clip(plain, 1, 1, 1);
                clip(scaled, 1, 1, 1 / 1024.0);
                for (int i = 0; i < SHAPES.length; i++) {
                    for (long j = 0; j < SHAPES[i].size(); j += 101) {
                        double expected = plain.gradient(i).get(j);
                        assertThat(scaled.gradient(i).get(j))
                                .as("element %d of gradient %d, %s", j, i, variant)
                                .isCloseTo(expected, within(1e-6 * Math.abs(expected)));
                    }
                }
            }
        }
    }

    /// Gradients of zeros are no error and stay zeros, the very first ones too.
    @Test
    public final void leavesZerosAtZero() {
        for (var variant : variants()) {
            try (var trial = trial(variant, Bench.plain())) {
                trial.clip(1);
                assertThat(trial.gradient(2).get(3)).as("%s", variant).isZero();
            }
        }
    }
}
