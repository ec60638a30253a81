package io.fletching.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Which providers keep it stable, and their options.
@SuppressWarnings("NullAway.Init")
final class TechniqueFlags {
    /// In place of a provider that may be left out.
    static final String NONE = "none";

    @Option(
            names = "--initializer",
            paramLabel = "ID",
            defaultValue = "he",
            description = "The start of layers that an activation follows; the others start by xavier, or at zero"
                    + " where a sum keeps the signal. Default: ${DEFAULT-VALUE}.")
    String initializer;

    @Option(
            names = "--normalizer",
            paramLabel = "ID",
            defaultValue = "layernorm",
            description = "Default: ${DEFAULT-VALUE}; or none. groupnorm is here with normalizer.groups=8.")
    String normalizer;

    @Option(
            names = "--optimizer",
            paramLabel = "ID",
            defaultValue = "adamw",
            description = "Default: ${DEFAULT-VALUE}, here with optimizer.lr=3e-3.")
    String optimizer;

    @Option(
            names = "--others",
            paramLabel = "ID",
            defaultValue = "adamw",
            description = "The optimizer of parameters that theirs is not for: of biases, norms, the first and the last"
                    + " layer beside muon. Default: ${DEFAULT-VALUE}, here with others.lr=3e-3.")
    String others;

    @Option(
            names = "--clipper",
            paramLabel = "ID",
            defaultValue = "norm-clipping",
            description = "Default: ${DEFAULT-VALUE}; or none. Some joined, such as zscore-clipping+value-clipping, run"
                    + " one after another, and their options are clipper.first-threshold, clipper.second-max-value.")
    String clipper;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            defaultValue = Course.AUTO,
            description = "The course of the learning rate; the end of this help lists them. Their options count steps,"
                    + " or are a fraction of the run where they are below 1. Some joined, such as"
                    + " linear+cosine, take turns: schedule.second-start=0.1 says when, and their options are"
                    + " schedule.first-from, schedule.second-floor. Default: ${DEFAULT-VALUE}: cosine, or"
                    + " constant where the optimizer averages weights itself, after a warm-up of 100 steps"
                    + " (schedule.warmup), at most a fifth of all.")
    String schedule;

    @Option(
            names = "--loss",
            paramLabel = "NAME",
            defaultValue = Objective.AUTO,
            description =
                    "cross-entropy, for classes; mean-squared-error, for a number; or auto: what the label asks for."
                            + " Default: ${DEFAULT-VALUE}.")
    String loss;

    @Option(
            names = "--group",
            paramLabel = "'WHICH WORD...'",
            description =
                    "Parameters that are treated otherwise: a pattern of names, such as blocks.*.bias, or role=weight,"
                            + " role=bias, role=norm; then words: frozen, unclipped, lr-factor=2, decay-factor=0, optimizer=sgd, or any"
                            + " option of the optimizer, such as weight-decay=0.1. May be repeated; what a later one says holds.")
    List<String> groups = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KIND.OPTION=VALUE",
            description =
                    "An option of the optimizer, others, clipper, normalizer, initializer, schedule or loss, such as"
                            + " clipper.max-norm=0.5 or loss.label-smoothing=0.1; may be repeated.")
    List<String> set = new ArrayList<>();
}
