package io.fletching.cli;

import io.fletching.nn.Loss;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The loss of a run, with options that are read as those of providers are.
record Objective(Loss loss, Used used) {
    /// In place of a loss: the one that the label asks for.
    static final String AUTO = "auto";

    private static final Option<Double> LABEL_SMOOTHING =
            Option.fraction("label-smoothing", "The share of each target that all classes get alike", 0);
    private static final Descriptor CROSS_ENTROPY =
            Descriptor.of("cross-entropy", "Softmax cross entropy", LABEL_SMOOTHING);
    private static final Descriptor MEAN_SQUARED_ERROR =
            Descriptor.of("mean-squared-error", "The mean of squared differences");

    static List<Descriptor> descriptors() {
        return List.of(CROSS_ENTROPY, MEAN_SQUARED_ERROR);
    }

    /// Refuses a loss that does not exist, before it is known what the label is.
    static void check(String name) {
        List<String> known = Stream.concat(descriptors().stream().map(Descriptor::name), Stream.of(AUTO))
                .toList();
        if (!known.contains(name)) {
            throw FletchingException.unknown(
                    Kind.USER, "loss-unknown", "There is no loss '" + name + "'.", name, "Losses", known);
        }
    }

    /// The loss of this name for a label that is of classes, or a number.
    static Objective of(String name, boolean classification, Map<String, String> texts) {
        Descriptor descriptor = classification ? CROSS_ENTROPY : MEAN_SQUARED_ERROR;
        if (!name.equals(AUTO) && !name.equals(descriptor.name())) {
            throw new FletchingException(
                    Kind.USER,
                    "loss-label",
                    "The loss '" + name + "' does not fit a label that is " + (classification ? "a class" : "a number")
                            + "; take '--loss " + descriptor.name() + "', or choose what the label is with"
                            + " '--label-type'.");
        }
        Options options = descriptor.parse(texts);
        Loss loss = classification ? Loss.crossEntropy(options.get(LABEL_SMOOTHING)) : Loss.meanSquaredError();
        return new Objective(loss, Used.of(descriptor.name(), options.texts()));
    }
}
