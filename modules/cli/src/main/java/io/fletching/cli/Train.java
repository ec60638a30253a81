package io.fletching.cli;

import io.fletching.arrow.Memory;
import io.fletching.data.Data;
import io.fletching.data.DataOptions;
import io.fletching.data.RowSplit;
import io.fletching.data.Rows;
import io.fletching.nn.Checkpoints;
import io.fletching.nn.Model;
import io.fletching.nn.Network;
import io.fletching.nn.Training;
import io.fletching.nn.TrainingResult;
import io.fletching.spi.Shape;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Trains a deep network: the flags, and the order in which a run comes about.
@Command(
        name = "train",
        description = {
            "Trains a deep network of residual blocks on a data set, and records the run in a folder.",
            "",
            "Without arguments 50 blocks learn glyphs. The same network without residual connections does not"
                    + " learn: try 'fletch train --no-residual'.",
            ""
        },
        customSynopsis = "fletch train [DATA]... [OPTION]...",
        footer = {
            "",
            "In the line of an epoch, 'grad norm' is the mean norm of its gradients before clipping, and 'clipped' the"
                    + " share of its steps whose gradients the clipper made smaller.",
            Fletch.ENVIRONMENT
        },
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class Train implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin(name = "Data")
    private DataFlags data;

    @Mixin(name = "Network")
    private NetworkFlags network;

    @Mixin(name = "Techniques")
    private TechniqueFlags techniques;

    @Mixin(name = "Plugins")
    private CatalogFlags plugins;

    @Mixin(name = "Training")
    private TrainingFlags training;

    @Mixin(name = "Configuration")
    private ConfigFlags configuration;

    @Mixin(name = "Output")
    private OutputFlags output;

    private String command;

    /// Where a run goes on: the command line that it was begun by, and those by which it went on.
    private String before = "";

    private Others others;

    @Override
    public Integer call() {
        command = Repeat.command(spec.commandLine().getParseResult(), plugins.ambient());
        others = Others.givenIn(spec.commandLine().getParseResult(), techniques.set);
        Path source = configuration.source();
        if (source != null) {
            Config config = Config.read(source);
            if (configuration.resume != null) {
                before = config.command();
                command = Repeat.resumed(before, command, source);
            }
            config.addTo(spec.commandLine(), techniques.set);
        }
        output.detail();
        Settings settings = Settings.parse(techniques.set);
        Techniques chosen = Techniques.find(plugins.load(spec.commandLine().getErr()), techniques, settings);
        Course.check(techniques.schedule, chosen.optimizer(), settings);
        Objective.check(techniques.loss);
        if (chosen.normalizer() != null) {
            network.requireFit(chosen.normalizer());
        }
        training.checkMasters(network.precision);
        DataOptions options = data.options(training.seed);
        Ticker ticker = output.ticker(spec.commandLine().getErr());
        try (RunFolder folder = output.folder(data.data.getFirst(), configuration.resume);
                Memory memory = Memory.create();
                RowSplit split = read(options, memory, ticker)) {
            run(chosen, settings, split, memory, folder, ticker);
        }
        return 0;
    }

    private RowSplit read(DataOptions options, Memory memory, Ticker ticker) {
        ticker.begin("reading " + String.join(" ", data.data));
        try {
            return Data.open(options, memory);
        } finally {
            ticker.clear();
        }
    }

    private void run(
            Techniques chosen, Settings settings, RowSplit split, Memory memory, RunFolder folder, Ticker ticker) {
        Rows rows = split.training();
        Shape input = network.input(rows.preparation());
        Objective objective = Objective.of(techniques.loss, rows.classification(), settings.of("loss"));
        Course course = Course.of(techniques.schedule, chosen.optimizer(), settings, training.steps(rows.rows()));
        long outputs = rows.classification() ? rows.classes().size() : 1;
        Network layers = network.network(chosen.initializer(), chosen.plainInitializer(), chosen.normalizer(), outputs);
        network.requireRoom(layers, input, Math.min(training.batch, rows.rows()));
        try (Model model = Model.of(layers, input)
                .seed(training.seed)
                .dtype(network.precision.type())
                .product(training.matmul.product())
                .memory(memory)
                .build()) {
            boolean usesOthers = !model.variables()
                    .refusedBy(chosen.optimizer(), chosen.groups())
                    .isEmpty();
            others.requireUse(usesOthers, chosen.optimizer());
            Recipe recipe = recipe(chosen, usesOthers, objective, course, split, model);
            var recorder = new Recorder(recipe, folder, reporter(ticker, memory), configuration.resume != null);
            Training loop = loop(model, chosen, objective, course, folder)
                    .listener(recorder)
                    .listener(new Progress(ticker, recipe, System::nanoTime))
                    .stopWhen(recorder::isStopping);
            recorder.record(() -> {
                TrainingResult result = loop.run(Prepared.of(rows, input), Prepared.of(split.validation(), input));
                if (recorder.hasStarted() || !SavedModel.isIn(folder.path())) {
                    SavedModel.save(model, recipe, split.preparation(), folder.path());
                }
                String weights = model.variables().sha256();
                return result.stopped()
                        ? new Event.Interrupted(
                                result.steps(),
                                weights,
                                folder.path().toString(),
                                output.saving.in(folder::path) == null ? null : Repeat.resume(folder.path()))
                        : Event.End.of(
                                recipe, recorder.hasStarted() ? command : before, result, weights, folder.path());
            });
        }
    }

    private Training loop(Model model, Techniques chosen, Objective objective, Course course, RunFolder folder) {
        Training loop = Training.of(model, objective.loss(), chosen.optimizer())
                .others(chosen.others())
                .schedule(course.schedule())
                .epochs(training.epochs)
                .batch(training.batch)
                .accumulate(training.accumulate)
                .seed(training.seed)
                .threads(training.threads);
        if (training.window != null) {
            loop.window(training.window);
        }
        if (!training.masters) {
            loop.withoutMasters();
        }
        if (training.average != null) {
            loop.average(training.average);
        }
        Checkpoints checkpoints = output.saving.in(folder::path);
        if (checkpoints != null) {
            loop.checkpoints(checkpoints);
        }
        if (configuration.resume != null) {
            loop.resume(configuration.resume.resolve(Saving.NAME));
        }
        chosen.groups().forEach(loop::group);
        chosen.clippers().forEach(loop::clip);
        return loop;
    }

    /// Takes the line of progress away before anything else is said.
    private Reporter reporter(Ticker ticker, Memory memory) {
        Reporter reporter = output.reporter(spec.commandLine().getOut(), memory);
        return event -> {
            ticker.clear();
            if (event instanceof Event.Interrupted interrupted) {
                spec.commandLine().getErr().println(interrupted.sentence());
            }
            reporter.tell(event);
        };
    }

    /// @param usesOthers whether some parameter is not for the optimizer, or not for its group's
    private Recipe recipe(
            Techniques chosen, boolean usesOthers, Objective objective, Course course, RowSplit split, Model model) {
        return new Recipe(
                Versions.fletching(),
                command,
                data.rows(split),
                network.shape(model),
                Used.of(chosen.initializer()),
                Used.of(chosen.plainInitializer()),
                Used.of(chosen.normalizer()),
                Used.of(chosen.optimizer()),
                usesOthers ? Used.of(chosen.others()) : null,
                Used.of(chosen.clippers()),
                course.used(),
                objective.used(),
                techniques.groups,
                plugins.directories().stream().map(Path::toString).toList(),
                training.length(split.training().rows(), model.product()),
                new Recipe.Machine(training.threads, Versions.kernels(), Versions.jdk()),
                model.variables().sha256());
    }
}
