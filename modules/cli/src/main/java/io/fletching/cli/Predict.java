package io.fletching.cli;

import io.fletching.arrow.Memory;
import io.fletching.data.Data;
import io.fletching.data.Preparation;
import io.fletching.data.Source;
import io.fletching.data.Unknown;
import io.fletching.nn.Evaluator;
import io.fletching.nn.Model;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Workers;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Predicts by a model that was trained before.
@Command(
        name = "predict",
        description = {
            "Predicts the label of each row of DATA, and prints the predictions as CSV: one row in, one row out, in"
                    + " order.",
            "",
            "The file of the model says how its rows were prepared; columns are found by name, and others are ignored."
                    + " Where the label is there too, standard error tells how good the predictions are.",
            ""
        },
        customSynopsis = "fletch predict RUN DATA... [OPTION]...",
        footer = Fletch.ENVIRONMENT,
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class Predict implements Callable<Integer> {
    /// As a shell has it for a program that a closed pipe ended.
    private static final int READER_GONE = 128 + 13;

    private static final int PIPE = 0010000;
    private static final int FILE_TYPE = 0170000;

    /// Numbers of a batch, in and out: 16 MiB each.
    private static final int BATCH_ELEMENTS = 1 << 22;

    private static final int BATCH_ROWS = 4_096;
    private static final int ROWS_AT_ONCE = 256;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description = "The folder of a run of 'fletch train', or its model.safetensors.")
    private Path run;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "DATA",
            description = "Rows as 'fletch train' takes them, with or without the label.")
    private List<String> data;

    @Option(
            names = "--unknown",
            paramLabel = "HOW",
            defaultValue = "error",
            description = "What a category is that the training rows did not have: error, or ignore, none of the known"
                    + " ones. Default: ${DEFAULT-VALUE}.")
    private Unknown unknown;

    @Option(names = "--probabilities", description = "Add a column for each class: how probable it is.")
    private boolean probabilities;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the predictions to this file, in the format of its name: .csv or .arrow.")
    @Nullable
    private Path out;

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not tell how good the predictions are.")
    private boolean quiet;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Ranges.Threads.class,
            description = "Threads that work; the result does not depend on them. Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--matmul",
            paramLabel = "NAME",
            defaultValue = "fastest",
            description = "openblas, portable or fastest, as in 'fletch train'. Default: ${DEFAULT-VALUE}.")
    private Matmul matmul;

    @Mixin(name = "Plugins")
    private CatalogFlags plugins;

    @Override
    public Integer call() {
        SavedModel saved = SavedModel.read(run);
        Preparation preparation = saved.preparation();
        List<String> classes = Predictor.classes(preparation);
        if (probabilities && classes.isEmpty()) {
            throw new FletchingException(
                    Kind.USER,
                    "predict-probabilities",
                    "Option '--probabilities' is given, but '" + run + "' predicts a number, '"
                            + preparation.target().name() + "', which has none; leave it out.");
        }
        Source source = DataFlags.source(data);
        int widest = Math.max(preparation.width(), classes.size());
        int batch = Math.clamp(BATCH_ELEMENTS / widest, 1, BATCH_ROWS);
        Catalog catalog = plugins.load(spec.commandLine().getErr());
        try (Memory memory = Memory.create();
                Model model = saved.load(catalog, matmul.product(), ROWS_AT_ONCE, memory);
                Workers workers = Workers.of(threads);
                var evaluator = new Evaluator(model, ROWS_AT_ONCE, workers);
                TableOutput output = TableOutput.to(
                        out,
                        Predictor.columns(preparation, probabilities),
                        spec.commandLine().getOut())) {
            var predictor = new Predictor(evaluator, preparation, memory, batch, probabilities, output);
            Data.rows(source, preparation, unknown, memory, batch, predictor);
            output.finish();
            String judgement = predictor.judgement().text();
            if (!judgement.isEmpty() && !quiet) {
                spec.commandLine().getErr().println("fletch: " + judgement);
            }
            return 0;
        } catch (CsvOutput.Lost lost) {
            return isReaderGone() ? READER_GONE : 0;
        }
    }

    /// Whether standard output is a pipe, which takes no more when its reader has gone. Else the disk is full, and
    /// [Main] says so.
    private static boolean isReaderGone() {
        try {
            Object mode = Files.getAttribute(Path.of("/dev/stdout"), "unix:mode");
            return ((int) mode & FILE_TYPE) == PIPE;
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
