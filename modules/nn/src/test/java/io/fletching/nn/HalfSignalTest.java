package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.runtime.Halves;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What passes between layers is stored in two bytes, and no signal is mistaken for another that shares its memory.
class HalfSignalTest extends SmallTraining {
    private static final int ROWS = 70;

    /// A model of two bytes is the same as one of float32 in which each layer's output is rounded, and each gradient
    /// that a weight gradient reads: bit for bit, in whatever order tensors are lent.
    @ParameterizedTest
    @CsvSource({
        "BF16, PRE_NORM, layernorm, 16",
        "F16, PRE_NORM, batchnorm, 16",
        "BF16, POST_NORM, layernorm, 272",
        "BF16, PRE_NORM, batchnorm, 272",
        "F16, LAYERSCALE, layernorm, 272"
    })
    void sharedMemoryChangesNothing(DType type, Block block, String normalizer, long width) {
        Network network = recipe().block(block)
                .width(width)
                .normalizer(CATALOG.normalizer(normalizer))
                .build(CLASSES);
        Network reference = Sequence.of(new Round(type, false), rounded(network, type));
        try (Model half = model(network, type);
                Model wide = model(reference, DType.F32);
                Workers workers = Workers.of(2)) {
            var values = new ArrayList<Variable>();
            half.variables().forEach(values::add);
            var random = new Random(2);
            for (Variable variable : values) {
                for (long i = 0; i < variable.value().size(); i++) {
                    variable.value()
                            .set(i, variable.value().get(i) + random.nextGaussian() / Math.sqrt((double) width));
                }
            }
            int index = 0;
            for (Variable variable : wide.variables()) {
                Halves.widen(values.get(index++).value(), variable.value());
            }
            try (var one = new Differentiator(half, ROWS, workers);
                    var other = new Differentiator(wide, ROWS, workers)) {
                for (int repeat = 0; repeat < 2; repeat++) {
                    run(one);
                    run(other);
                    assertThat(one.output().data().mismatch(other.output().data()))
                            .isEqualTo(-1);
                    index = 0;
                    for (Variable variable : wide.variables()) {
                        Variable mine = values.get(index++);
                        assertThat(mine.gradient()
                                        .data()
                                        .mismatch(variable.gradient().data()))
                                .as("%s", mine)
                                .isEqualTo(-1);
                    }
                }
            }
        }
    }

    private static void run(Differentiator model) {
        var random = new Random(7);
        fill(model.input(), random);
        model.forward();
        fill(model.outputGradient(), random);
        model.backward();
    }

    private static void fill(Tensor tensor, Random random) {
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, random.nextGaussian());
        }
    }

    /// The same network with every output rounded, and every gradient before a layer with weights.
    private static Network rounded(Network network, DType type) {
        return switch (network) {
            case Layer layer -> Sequence.of(layer, new Round(type, true));
            case Sequence sequence -> {
                Sequence all = Sequence.empty();
                for (Sequence.Element element : sequence.elements()) {
                    boolean activation = element.network() instanceof Activate;
                    all = activation
                            ? all.then(element.network()).then(new Round(type, false))
                            : all.then(rounded(element.network(), type));
                }
                yield all;
            }
            case Residual(Network body) -> Sequence.of(new Residual(rounded(body, type)), new Round(type, true));
        };
    }

    /// @param backward whether the gradient is rounded too
    private record Round(DType type, boolean backward) implements Layer {
        @Override
        public Shape output(Shape input) {
            return input;
        }

        @Override
        public Operation plan(Site site) {
            return new Operation() {
                @Override
                public void forward(int pass, long first, long count) {
                    copy(site.x(), site.y(), first, count, true);
                }

                @Override
                public void backward(int pass, long first, long count) {
                    copy(site.dy(), site.dx(), first, count, backward);
                }
            };
        }

        private void copy(Tensor from, Tensor to, long first, long count, boolean rounding) {
            long width = from.shape().rowLength();
            try (var memory = io.fletching.arrow.Memory.create()) {
                Tensor one = memory.allocate(type, Shape.of(1));
                for (long i = first * width; i < (first + count) * width; i++) {
                    one.set(0, from.get(i));
                    to.set(i, rounding ? one.get(0) : from.get(i));
                }
            }
        }
    }

    /// A layer of a user's may read its output again.
    @Test
    void backwardFindsInputAndOutputAsForwardLeftThem() {
        var seen = new ArrayList<Double>();
        Layer reading = new Layer() {
            @Override
            public Shape output(Shape input) {
                return input;
            }

            @Override
            public Operation plan(Site site) {
                return new Operation() {
                    @Override
                    public void forward(int pass, long first, long count) {
                        site.y().data().copyFrom(site.x().data());
                        seen.add(site.x().get(3));
                    }

                    @Override
                    public void backward(int pass, long first, long count) {
                        seen.add(site.x().get(3));
                        seen.add(site.y().get(3));
                        site.dx().data().copyFrom(site.dy().data());
                    }
                };
            }
        };
        Network branch = Sequence.of(new Activate(io.fletching.kernels.Activation.TANH), reading);
        Network network =
                Sequence.of(new Residual(branch), new Residual(branch), new Residual(branch), Linear.zero(CLASSES));
        try (Model model = model(network, DType.BF16);
                Workers workers = Workers.of(1);
                var run = new Differentiator(model, 5, workers)) {
            run(run);
        }
        assertThat(seen).hasSize(9);
        assertThat(List.of(seen.get(3), seen.get(4))).containsOnly(seen.get(2));
        assertThat(List.of(seen.get(5), seen.get(6))).containsOnly(seen.get(1));
        assertThat(List.of(seen.get(7), seen.get(8))).containsOnly(seen.get(0));
    }

    private Model model(Network network, DType type) {
        return Model.of(network, Shape.of(INPUTS)).dtype(type).memory(memory).build();
    }
}
