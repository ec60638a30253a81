package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.arrow.Memory;
import io.fletching.kernels.Activation;
import io.fletching.kernels.Kernels;
import io.fletching.kernels.Philox;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Workers;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Initializer;
import io.fletching.spi.Options;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What 50 layers of width 512 do to a signal on its way forward and to a gradient on its way back, by the weights they
/// start with. Ratios of second moments, in float64, of 256 rows of N(0, 1).
class SignalTest {
    private static final int LAYERS = 50;
    private static final int WIDTH = 512;
    private static final int ROWS = 256;
    private static final Catalog CATALOG = Catalog.load();
    private static final Technique<Initializer> XAVIER =
            CATALOG.initializer("xavier").with("distribution", "normal");
    private static final Technique<Initializer> HE = CATALOG.initializer("he").with("distribution", "normal");

    /// @param signal second moment of the outputs over that of the inputs
    /// @param gradient second moment of the inputs' gradient over that of the outputs'
    /// @param saturated share of the last outputs beyond 0.97
    /// @param largest the largest weight of all, absolute
    private record Passage(double signal, double gradient, double saturated, double largest) {}

    /// Weights from N(0, deviation²), whatever the fan.
    private record Gaussian(double deviation) implements Initializer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("gaussian", "Normal numbers of one deviation");
        }

        @Override
        public Filler bind(Options options) {
            return (values, _, fill) -> fill.random().normal(values, fill.first(), 0, deviation);
        }
    }

    private static Technique<Initializer> gaussian(double deviation) {
        return Technique.of(new Gaussian(deviation));
    }

    private static Passage[] passages(
            String label, Technique<Initializer> weights, @Nullable Activation activation, int draws) {
        Passage[] passages = LongStream.range(0, draws)
                .mapToObj(seed -> passage(weights, activation, seed))
                .toArray(Passage[]::new);
        System.out.printf(
                Locale.ROOT,
                "signal %-28s %2d draws   signal %9.3g [%.3g, %.3g]   gradient %9.3g [%.3g, %.3g]   saturated %.2f%n",
                label,
                draws,
                geometricMean(passages, true),
                least(passages, true),
                most(passages, true),
                geometricMean(passages, false),
                least(passages, false),
                most(passages, false),
                passages[0].saturated());
        return passages;
    }

    private static Passage passage(Technique<Initializer> weights, @Nullable Activation activation, long seed) {
        Sequence network = Sequence.empty();
        for (int i = 0; i < LAYERS; i++) {
            network = network.then(Linear.of(WIDTH, weights));
            network = activation == null ? network : network.then(new Activate(activation));
        }
        try (var memory = Memory.create();
                var model = Model.of(network, Shape.of(WIDTH))
                        .memory(memory)
                        .seed(seed)
                        .build();
                var workers = Workers.of(2);
                var run = new Differentiator(model, ROWS, workers)) {
            normal(run.input(), Philox.key(seed, "inputs"));
            normal(run.outputGradient(), Philox.key(seed, "gradient"));
            run.forward();
            run.backward();
            double largest = 0;
            for (var variable : model.variables()) {
                Tensor value = variable.value();
                largest = Math.max(largest, Kernels.f32().maximumAbsolute(value.data(), 0, value.size()));
            }
            return new Passage(
                    secondMoment(run.output()) / secondMoment(run.input()),
                    secondMoment(run.inputGradient()) / secondMoment(run.outputGradient()),
                    saturated(run.output()),
                    largest);
        }
    }

    private static void normal(Tensor tensor, long key) {
        Kernels.f32().normal(key, 0, tensor.data(), 0, tensor.size(), 0, 1);
    }

    private static double secondMoment(Tensor tensor) {
        return Kernels.f32().sumOfSquares(tensor.data(), 0, tensor.size()) / tensor.size();
    }

    private static double saturated(Tensor tensor) {
        long count = LongStream.range(0, tensor.size())
                .filter(i -> Math.abs(tensor.get(i)) > 0.97)
                .count();
        return (double) count / tensor.size();
    }

    private static double[] values(Passage[] passages, boolean signal) {
        return Arrays.stream(passages)
                .mapToDouble(signal ? Passage::signal : Passage::gradient)
                .toArray();
    }

    private static double geometricMean(Passage[] passages, boolean signal) {
        double[] values = values(passages, signal);
        return Math.exp(Arrays.stream(values).map(Math::log).sum() / values.length);
    }

    private static double least(Passage[] passages, boolean signal) {
        return Arrays.stream(values(passages, signal)).min().orElseThrow();
    }

    private static double most(Passage[] passages, boolean signal) {
        return Arrays.stream(values(passages, signal)).max().orElseThrow();
    }

    private static void each(Passage[] passages, double low, double high) {
        for (Passage passage : passages) {
            assertThat(passage.signal()).isBetween(low, high);
            assertThat(passage.gradient()).isBetween(low, high);
        }
    }

    @Test
    void xavierKeepsALinearSignal() {
        each(passages("xavier, linear", XAVIER, null, 3), 0.5, 2);
    }

    @Test
    void heKeepsAReluSignalAndUniformDoesAsNormalDoes() {
        Passage[] normal = passages("he normal, relu", HE, Activation.RELU, 16);
        each(normal, 1 / 30.0, 30);
        assertThat(geometricMean(normal, true)).isBetween(1 / 3.0, 3.0);
        assertThat(geometricMean(normal, false)).isBetween(1 / 3.0, 3.0);

        Passage[] uniform = passages("he uniform, relu", HE.with("distribution", "uniform"), Activation.RELU, 12);
        assertThat(geometricMean(uniform, true) / geometricMean(Arrays.copyOf(normal, 12), true))
                .isBetween(0.5, 2.0);
    }

    @Test
    void xavierDecaysPolynomiallyUnderTanh() {
        each(passages("xavier normal, tanh", XAVIER, Activation.TANH, 3), 1 / 250.0, 1 / 40.0);
        Passage[] uniform =
                passages("xavier uniform, tanh", XAVIER.with("distribution", "uniform"), Activation.TANH, 3);
        each(uniform, 1 / 250.0, 1 / 40.0);
        for (Passage passage : uniform) {
            assertThat(passage.largest()).isLessThanOrEqualTo((float) Math.sqrt(6.0 / (WIDTH + WIDTH)));
        }

        Passage[] small = passages("N(0, 0.01²), tanh", gaussian(0.01), Activation.TANH, 1);
        assertThat(small[0].signal()).isBetween(1e-67, 1e-62);
    }

    @Test
    void xavierHalvesAReluSignalInEveryLayer() {
        double halved = Math.pow(2, -LAYERS);
        each(passages("xavier, relu", XAVIER, Activation.RELU, 3), halved / 4, halved * 4);
    }

    @Test
    void standardNormalWeightsExplodeOrSaturate() {
        for (Activation activation : new Activation[] {Activation.RELU, null}) {
            Passage passage =
                    passages("N(0, 1), " + (activation == null ? "linear" : "relu"), gaussian(1), activation, 1)[0];
            assertThat(passage.signal()).isNotFinite();
        }
        Passage tanh = passages("N(0, 1), tanh", gaussian(1), Activation.TANH, 1)[0];
        assertThat(tanh.saturated()).isGreaterThan(0.8);
        assertThat(tanh.gradient()).isGreaterThan(1e30);
    }
}
