package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.spi.DType;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Options;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What every normalizer keeps.
public abstract non-sealed class NormalizerContract extends ProviderContract<Normalizer> {
    private static final int OFFSETS = 17;
    private static final double STEP = 1e-5;

    /// For the test that extends it.
    protected NormalizerContract() {}

    /// The samples to test with; small ones, for the gradients are compared element by element.
    protected List<Shape> samples() {
        return List.of(Shape.of(1), Shape.of(5), Shape.of(4, 3), Shape.of(2, 3, 2));
    }

    /// A sample of which a batch of 3,000 has several parts.
    protected Shape largeSample() {
        return Shape.of(64);
    }

    @Override
    final void bind(Normalizer provider, Options options) {
        samples().forEach(sample -> provider.bind(options, sample));
    }

    @Override
    final String digest() {
        var digest = new Digest();
        each(c -> digest.add(after(c, Bench.plain())));
        return digest.text();
    }

    @Override
    final long allocated() {
        return variants().stream().mapToLong(this::allocated).max().orElse(0);
    }

    private long allocated(Map<String, String> variant) {
        try (var trial = trial(new Case(variant, largeSample(), 20), DType.F32, Bench.plain())) {
            return Allocation.fewest(() -> {
                trial.train();
                trial.backward();
                trial.evaluate();
            });
        }
    }

    private record Case(Map<String, String> variant, Shape sample, long batch) {}

    /// Runs a rule on all variants: each small sample in a batch of 6, and the large one in one of 3,001.
    private void each(Consumer<Case> rule) {
        for (var variant : variants()) {
            samples().forEach(sample -> rule.accept(new Case(variant, sample, 6)));
            rule.accept(new Case(variant, largeSample(), 3_001));
        }
    }

    private NormalizerTrial trial(Case c, DType type, Bench bench) {
        var trial = new NormalizerTrial(provider(), c.variant, c.sample, c.batch, type, bench);
        Numbers.fill(trial.x(), "x", 3);
        Numbers.fill(trial.dy(), "dy");
        trial.learned().forEach((name, tensor) -> Numbers.fill(tensor, name));
        return trial;
    }

    /// A hash of what training, evaluation and both gradients leave.
    private String after(Case c, Bench bench) {
        try (var trial = trial(c, DType.F32, bench)) {
            var digest = new Digest();
            trial.train();
            trial.backward();
            digest.add(trial.y()).add(trial.dx());
            trial.evaluate();
            trial.backward();
            digest.add(trial.y()).add(trial.dx());
            return digest.add(trial.outliving()).text();
        }
    }

    /// The layouts of all phases are equal every time.
    @Test
    public final void laysOutTheSameEveryTime() {
        each(c -> {
            var norm = provider().bind(provider().descriptor().parse(c.variant), c.sample);
            for (Phase phase : Phase.values()) {
                assertThat(norm.layout(phase)).as("%s of %s", phase, c).isEqualTo(norm.layout(phase));
            }
        });
    }

    /// Memory may start at any element.
    @Test
    public final void givesTheSameBitsAtEveryOffset() {
        each(c -> {
            String aligned = after(c, Bench.plain());
            for (int offset = 1; offset < OFFSETS; offset += c.batch > 6 ? 5 : 1) {
                assertThat(after(c, Bench.atOffset(offset)))
                        .as("%s at offset %d", c, offset)
                        .isEqualTo(aligned);
            }
        });
    }

    /// Parts and shares run in any order and at once.
    @Test
    public final void givesTheSameBitsOnAnyNumberOfThreads() {
        each(c -> {
            String one = after(c, Bench.plain());
            for (int threads : new int[] {2, 7}) {
                assertThat(after(c, Bench.withThreads(threads)))
                        .as("%s on %d threads", c, threads)
                        .isEqualTo(one);
            }
        });
    }

    /// Scratch and saved slots are undefined before they are written, y and dx too.
    @Test
    public final void readsNothingBeforeWritingIt() {
        each(c -> assertThat(after(c, Bench.withUndefined(7))).as("%s", c).isEqualTo(after(c, Bench.plain())));
    }

    /// Where TRAIN is one pass of parts, a sample's result does not depend on the other samples.
    @Test
    public final void keepsItsPromiseThatRowsAreIndependent() {
        each(c -> {
            var norm = provider().bind(provider().descriptor().parse(c.variant), c.sample);
            if (norm.layout(Phase.TRAIN).passes().equals(List.of(Pass.parts()))) {
                try (var trial = trial(c, DType.F32, Bench.plain())) {
                    trial.train();
                    String before = Digest.of(trial.y().rows(0, 1));
                    Numbers.fill(trial.x().rows(1, c.batch - 1), "others");
                    trial.train();
                    assertThat(Digest.of(trial.y().rows(0, 1))).as("%s", c).isEqualTo(before);
                }
            }
        });
    }

    /// A backward pass overwrites dx and adds to the gradients of learned slots.
    @Test
    public final void addsToLearnedGradientsAndOverwritesTheOther() {
        each(c -> {
            try (var trial = trial(c, DType.F64, Bench.plain())) {
                trial.train();
                trial.backward();
                String dx = Digest.of(trial.dx());
                var once = new ArrayList<Double>();
                trial.learned().forEach((name, slot) -> once.addAll(values(trial.gradient(name))));
                trial.backward();
                var twice = new ArrayList<Double>();
                trial.learned().forEach((name, slot) -> twice.addAll(values(trial.gradient(name))));
                assertThat(Digest.of(trial.dx())).as("%s", c).isEqualTo(dx);
                for (int i = 0; i < once.size(); i++) {
                    assertThat(twice.get(i)).as("%s", c).isCloseTo(2 * once.get(i), within(1e-9));
                }
            }
        });
    }

    private static List<Double> values(Tensor tensor) {
        var values = new ArrayList<Double>();
        for (long i = 0; i < tensor.size(); i++) {
            values.add(tensor.get(i));
        }
        return values;
    }

    /// Evaluation changes nothing that outlives it.
    @Test
    public final void evaluatesWithoutATrace() {
        each(c -> {
            try (var trial = trial(c, DType.F32, Bench.plain())) {
                trial.train();
                String before = new Digest().add(trial.outliving()).text();
                trial.evaluate();
                assertThat(new Digest().add(trial.outliving()).text())
                        .as("%s", c)
                        .isEqualTo(before);
            }
        });
    }

    /// The gradients of training and of evaluation are those of the forward pass: central differences in F64, to an
    /// absolute 1e-5 and a relative 1e-3.
    @Test
    public final void hasTheGradientsOfItsForwardPass() {
        for (var variant : variants()) {
            for (Shape sample : samples()) {
                var c = new Case(variant, sample, 6);
                try (var trial = trial(c, DType.F64, Bench.plain())) {
                    trial.train();
                    trial.backward();
                    compare(trial, trial::train, c + " in training");
                }
                try (var trial = trial(c, DType.F64, Bench.plain())) {
                    trial.train();
                    trial.evaluate();
                    trial.backward();
                    compare(trial, trial::evaluate, c + " in evaluation");
                }
            }
        }
    }

    private static void compare(NormalizerTrial trial, Runnable forward, String where) {
        compare(trial, forward, trial.x(), trial.dx(), "x, " + where);
        trial.learned()
                .forEach((name, slot) -> compare(trial, forward, slot, trial.gradient(name), name + ", " + where));
    }

    private static void compare(NormalizerTrial trial, Runnable forward, Tensor of, Tensor gradient, String where) {
        for (long i = 0; i < of.size(); i++) {
            double value = of.get(i);
            of.set(i, value + STEP);
            double above = loss(trial, forward);
            of.set(i, value - STEP);
            double below = loss(trial, forward);
            of.set(i, value);
            double difference = (above - below) / (2 * STEP);
            assertThat(gradient.get(i))
                    .as("the gradient of element %d of %s", i, where)
                    .isCloseTo(difference, within(1e-5 + 1e-3 * Math.abs(difference)));
        }
    }

    /// The sum of y times dy, whose gradient for y is dy.
    private static double loss(NormalizerTrial trial, Runnable forward) {
        forward.run();
        double loss = 0;
        for (long i = 0; i < trial.y().size(); i++) {
            loss += trial.y().get(i) * trial.dy().get(i);
        }
        return loss;
    }
}
