package io.fletching.distribution;

import io.fletching.arrow.Memory;
import io.fletching.data.Data;
import io.fletching.data.DataOptions;
import io.fletching.data.Dataset;
import io.fletching.data.Source;
import io.fletching.data.Split;
import io.fletching.kernels.Kernels;
import io.fletching.linalg.MatrixProduct;
import io.fletching.nn.Architecture;
import io.fletching.nn.Attention;
import io.fletching.nn.DeepNetwork;
import io.fletching.nn.Examples;
import io.fletching.nn.LastPosition;
import io.fletching.nn.LearnedPositions;
import io.fletching.nn.Linear;
import io.fletching.nn.Loss;
import io.fletching.nn.Model;
import io.fletching.nn.Network;
import io.fletching.nn.PerPosition;
import io.fletching.nn.Recurrent;
import io.fletching.nn.Residual;
import io.fletching.nn.Sequence;
import io.fletching.nn.Training;
import io.fletching.runtime.Catalog;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.List;

/// Trains a network for a few steps in several ways, with several numbers of threads each, and prints what the weights
/// come to: `layernorm portable 0: 1f…`.
///
/// Of width 272 a hidden weight has 73,984 elements, more than a block of 65,536, so that there is something to get
/// wrong.
final class BitsProgram {
    private final Catalog catalog = Catalog.load();
    private final Examples examples;

    private BitsProgram(Dataset rows) {
        examples = new Examples(rows.features(), rows.targets());
    }

    /// Trains by each of these matrix products.
    public static void main(String[] arguments) {
        System.out.println("kernels: " + Kernels.f32().name());
        try (Memory memory = Memory.create();
                Split spirals = Data.load(DataOptions.of(new Source.Spirals(320, 3, 0.02, 0)), memory)) {
            var program = new BitsProgram(spirals.training());
            for (String network : List.of("layernorm", "batchnorm", "sequences", "images")) {
                for (String product : arguments) {
                    for (int threads : new int[] {1, 2, 7}) {
                        program.train(network, MatrixProduct.of(product), 0, threads);
                    }
                }
            }
            program.train("layernorm", MatrixProduct.portable(), 1, 1);
        }
    }

    private Network network(String name) {
        return switch (name) {
            case "sequences" -> sequences();
            case "images" -> images();
            default -> deep(name);
        };
    }

    private static Shape input(String network) {
        return switch (network) {
            case "sequences" -> Shape.of(2, 1);
            case "images" -> Shape.of(1, 1, 2);
            default -> Shape.of(2);
        };
    }

    /// Convolutions of several units of work, with a norm over the places of all rows.
    private Network images() {
        return DeepNetwork.of(catalog.initializer("he"), catalog.initializer("xavier"))
                .architecture(Architecture.CONVOLUTIONAL)
                .normalizer(catalog.normalizer("batchnorm"))
                .weightStandardization(true)
                .depth(3)
                .width(20)
                .build(3);
    }

    private Network deep(String normalizer) {
        return DeepNetwork.of(catalog.initializer("he"), catalog.initializer("xavier"))
                .normalizer(catalog.normalizer(normalizer))
                .depth(2)
                .width(272)
                .dropout(0.1)
                .build(3);
    }

    /// Each layer for sequences, over the two numbers of a row, one after the other.
    private Network sequences() {
        var xavier = catalog.initializer("xavier");
        return Sequence.of(
                PerPosition.of(Linear.of(24, xavier)),
                new LearnedPositions(xavier),
                new Residual(Attention.of(2).causal().projected(24, xavier)),
                Recurrent.tanh(40, xavier, xavier),
                Recurrent.gru(70, xavier, xavier),
                Recurrent.lstm(40, xavier, xavier),
                new LastPosition(),
                Linear.of(3, xavier));
    }

    private void train(String name, MatrixProduct product, long seed, int threads) {
        Shape input = input(name);
        Tensor inputs = examples.inputs().as(input.batchOf(examples.rows()));
        try (Model model =
                Model.of(network(name), input).seed(seed).product(product).build()) {
            Training.of(model, Loss.crossEntropy(), catalog.optimizer("adamw"))
                    .clip(catalog.clipper("norm-clipping"))
                    .batch(64)
                    .epochs(1)
                    .threads(threads)
                    .run(new Examples(inputs, examples.targets()));
            System.out.printf(
                    "%s %s %d: %s%n",
                    name, product.name(), seed, model.variables().sha256());
        }
    }
}
