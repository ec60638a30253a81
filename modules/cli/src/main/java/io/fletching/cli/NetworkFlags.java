package io.fletching.cli;

import com.sun.management.OperatingSystemMXBean;
import io.fletching.data.Preparation;
import io.fletching.kernels.Activation;
import io.fletching.nn.Architecture;
import io.fletching.nn.Block;
import io.fletching.nn.DeepNetwork;
import io.fletching.nn.Layer;
import io.fletching.nn.Model;
import io.fletching.nn.Network;
import io.fletching.nn.Residual;
import io.fletching.nn.Sequence;
import io.fletching.runtime.Technique;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Shape;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What learns.
@SuppressWarnings("NullAway.Init")
final class NetworkFlags {
    private static final double GIB = 1L << 30;

    @Option(
            names = "--network",
            paramLabel = "NAME",
            defaultValue = "dense",
            description = "dense: linear layers over the features of a row; or convolutional: convolutions over images."
                    + " Default: ${DEFAULT-VALUE}.")
    Architecture architecture;

    @Option(
            names = "--depth",
            paramLabel = "N",
            converter = Ranges.Depth.class,
            description = "Blocks of two layers. Default: 50, or 3 of a convolutional network.")
    @Nullable
    Integer depth;

    @Option(
            names = "--width",
            paramLabel = "N",
            converter = Ranges.Width.class,
            description = "Units of each hidden layer, or channels of the first third of the blocks: the second has"
                    + " twice as many, on images of half the size, and so the last. Default: 64, or 16 of a"
                    + " convolutional network.")
    @Nullable
    Integer width;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            defaultValue = "relu",
            description = "relu, leaky-relu, elu, gelu, gelu-tanh, silu, softplus, tanh or sigmoid. Default:"
                    + " ${DEFAULT-VALUE}.")
    Activation activation;

    @Option(
            names = "--block",
            paramLabel = "NAME",
            defaultValue = "pre-norm",
            description = "pre-norm, post-norm, layerscale or rezero. Default: ${DEFAULT-VALUE}.")
    Block block;

    @Option(
            names = "--residual",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether each block's input is added to its output. Default: it is.")
    boolean residual;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "0",
            converter = Ranges.Dropout.class,
            description = "The probability that a unit is left out of a step. Default: ${DEFAULT-VALUE}.")
    double dropout;

    @Option(
            names = "--weight-standardization",
            negatable = true,
            defaultValue = "false",
            fallbackValue = "true",
            description = "Subtract each row's mean from the weights within blocks, and divide it by its deviation;"
                    + " needs a normalizer, such as groupnorm. Default: it does not.")
    boolean weightStandardization;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "f32",
            description =
                    "What weights, and activations between layers, are stored in: f32, bf16 or f16. Layers compute in"
                            + " float32 all the same. Default: ${DEFAULT-VALUE}.")
    Precision precision;

    /// The flags that came to this.
    static NetworkFlags of(Recipe.Shape shape) {
        var flags = new NetworkFlags();
        flags.architecture = shape.architecture() == null
                ? Architecture.DENSE
                : new Choice<>("network", Architecture.class).convert(shape.architecture());
        flags.depth = shape.depth();
        flags.width = shape.width();
        flags.activation = new Choice<>("activation", Activation.class).convert(shape.activation());
        flags.block = new Choice<>("block", Block.class).convert(shape.block());
        flags.residual = shape.residual();
        flags.dropout = shape.dropout();
        flags.weightStandardization = shape.weightStandardization();
        flags.precision = shape.precision() == null
                ? Precision.F32
                : new Choice<>("precision", Precision.class).convert(shape.precision());
        return flags;
    }

    /// The network of these flags.
    ///
    /// @param activated the start of layers that an activation follows
    /// @param plain the start of those that none follows
    /// @param normalizer or null for none
    /// @param outputs classes to tell apart, or 1 number to predict
    Network network(
            Technique<Initializer> activated,
            Technique<Initializer> plain,
            @Nullable Technique<Normalizer> normalizer,
            long outputs) {
        DeepNetwork recipe = DeepNetwork.of(activated, plain)
                .architecture(architecture)
                .depth(depth())
                .width(width())
                .activation(activation)
                .block(block)
                .residual(residual)
                .dropout(dropout)
                .weightStandardization(weightStandardization);
        if (normalizer != null) {
            recipe.normalizer(normalizer);
        }
        return recipe.build(outputs);
    }

    private int depth() {
        return depth != null ? depth : architecture == Architecture.DENSE ? 50 : 3;
    }

    private int width() {
        return width != null ? width : architecture == Architecture.DENSE ? 64 : 16;
    }

    /// The rows that the network takes.
    ///
    /// @throws FletchingException of kind `USER` where it takes images, and rows are none
    Shape input(Preparation preparation) {
        if (architecture == Architecture.DENSE) {
            return Shape.of(preparation.width());
        }
        return preparation
                .imageShape()
                .map(image -> Shape.of(image.get(0), image.get(1), image.get(2)))
                .orElseThrow(() -> new FletchingException(
                        Kind.USER,
                        "network-images",
                        "The network '" + Choice.text(architecture) + "' takes images, and a row here has '"
                                + preparation.width() + "' features without a shape; expected images in IDX, or one"
                                + " column of blocks such as [28, 28] and no other but the label; or take '--network"
                                + " dense'."));
    }

    /// Refuses a normalizer that has nothing to do in a dense network, and says where it has.
    void requireFit(Technique<Normalizer> normalizer) {
        if (architecture != Architecture.DENSE) {
            return;
        }
        try {
            normalizer.provider().bind(normalizer.options(), Shape.of(width()));
        } catch (FletchingException tooFew) {
            throw fitsImages(normalizer)
                    ? new FletchingException(
                            tooFew.kind(),
                            tooFew.code(),
                            tooFew.getMessage() + " It is for images: '--network convolutional'.",
                            tooFew)
                    : tooFew;
        }
    }

    private boolean fitsImages(Technique<Normalizer> normalizer) {
        try {
            normalizer.provider().bind(normalizer.options(), Shape.of(width(), 8, 8));
            return true;
        } catch (FletchingException misfit) {
            return false;
        }
    }

    /// Refuses a network that is estimated to need more than the machine's memory: many systems promise such memory,
    /// and end the process when it is used.
    ///
    /// @param rows in a step
    void requireRoom(Network network, Shape input, long rows) {
        double bytes = bytes(network, input, rows);
        var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        if (bytes > machine.getTotalMemorySize()) {
            throw new FletchingException(
                    Kind.USER,
                    "network-memory",
                    String.format(
                            Locale.ROOT,
                            "A network of depth '%d' and width '%d' that learns from %,d rows a step needs about %.0f"
                                    + " GiB, and this machine has %.0f GiB of memory; choose a smaller '--depth',"
                                    + " '--width' or '--batch'.",
                            depth(),
                            width(),
                            rows,
                            bytes / GIB,
                            machine.getTotalMemorySize() / GIB));
        }
    }

    /// About what training takes: each weight with its gradient and two numbers of the optimizer's, and what each layer
    /// puts out for each row, with its gradient.
    static double bytes(Network network, Shape input, long rows) {
        return Float.BYTES * numbers(network, input, 2.0 * rows);
    }

    private static double numbers(Network network, Shape input, double each) {
        return switch (network) {
            case Layer layer ->
                4.0
                                * layer.weights(input).stream()
                                        .mapToLong(weight -> weight.shape().size())
                                        .sum()
                        + each * layer.output(input).size();
            case Residual(Network body) -> numbers(body, input, each) + each * input.size();
            case Sequence sequence -> {
                double sum = 0;
                Shape shape = input;
                for (Sequence.Element element : sequence.elements()) {
                    sum += numbers(element.network(), shape, each);
                    shape = element.network().output(shape);
                }
                yield sum;
            }
        };
    }

    /// What these flags came to.
    Recipe.Shape shape(Model model) {
        return new Recipe.Shape(
                Choice.text(architecture),
                depth(),
                width(),
                Choice.text(activation),
                Choice.text(block),
                residual,
                dropout,
                weightStandardization,
                Choice.text(precision),
                model.output().size(),
                model.variables().elements());
    }
}
