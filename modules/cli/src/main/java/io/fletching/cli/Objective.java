package io.fletching.cli;

import io.fletching.nn.Loss;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import java.util.List;
import java.util.Map;

/// The loss of a run, with options that are read as those of providers are.
record Objective(Loss loss, Used used) {
    private static final Option<Double> LABEL_SMOOTHING =
            Option.fraction("label-smoothing", "The share of each target that all classes get alike", 0);
    private static final Descriptor CROSS_ENTROPY =
            Descriptor.of("cross-entropy", "Softmax cross entropy", LABEL_SMOOTHING);
    private static final Descriptor MEAN_SQUARED_ERROR =
            Descriptor.of("mean-squared-error", "The mean of squared differences");

    static List<Descriptor> descriptors() {
        return List.of(CROSS_ENTROPY, MEAN_SQUARED_ERROR);
    }

    static Objective of(boolean classification, Map<String, String> texts) {
        Descriptor descriptor = classification ? CROSS_ENTROPY : MEAN_SQUARED_ERROR;
        Options options = descriptor.parse(texts);
        Loss loss = classification ? Loss.crossEntropy(options.get(LABEL_SMOOTHING)) : Loss.meanSquaredError();
        return new Objective(loss, Used.of(descriptor.name(), options.texts()));
    }
}
