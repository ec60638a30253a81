package io.fletching.cli;

import com.sun.management.OperatingSystemMXBean;
import io.fletching.kernels.Activation;
import io.fletching.nn.Block;
import io.fletching.nn.DeepNetwork;
import io.fletching.nn.Model;
import io.fletching.nn.Network;
import io.fletching.runtime.Technique;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What learns.
@SuppressWarnings("NullAway.Init")
final class NetworkFlags {
    private static final double GIB = 1L << 30;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "50",
            converter = Ranges.Depth.class,
            description = "Blocks of two linear layers. Default: ${DEFAULT-VALUE}.")
    int depth;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "64",
            converter = Ranges.Width.class,
            description = "Units of each hidden layer. Default: ${DEFAULT-VALUE}.")
    int width;

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
    /// @param activated the start of linear layers that an activation follows
    /// @param plain the start of those that none follows
    /// @param normalizer or null for none
    /// @param outputs classes to tell apart, or 1 number to predict
    Network network(
            Technique<Initializer> activated,
            Technique<Initializer> plain,
            @Nullable Technique<Normalizer> normalizer,
            long outputs) {
        DeepNetwork recipe = DeepNetwork.of(activated, plain)
                .depth(depth)
                .width(width)
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

    /// Refuses a network that is estimated to need more than the machine's memory: many systems promise such memory,
    /// and end the process when it is used.
    ///
    /// @param rows in a step
    void requireRoom(long features, long rows) {
        double bytes = bytes(features, rows);
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
                            depth,
                            width,
                            rows,
                            bytes / GIB,
                            machine.getTotalMemorySize() / GIB));
        }
    }

    /// About what training takes: each weight with its gradient and two numbers of the optimizer's, and what each layer
    /// puts out for each row, with its gradient.
    double bytes(long features, long rows) {
        double weights = 2.0 * depth * width * width + (double) width * features;
        double units = 2.0 * depth * width + width + features;
        return Float.BYTES * (4 * weights + 2 * rows * units);
    }

    /// What these flags came to.
    Recipe.Shape shape(Model model) {
        return new Recipe.Shape(
                depth,
                width,
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
