package io.fletching.cli;

import io.fletching.nn.Architecture;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells a person of a run, in text. A failure has its own line on standard error.
final class ConsoleReport implements Reporter {
    private static final double MIB = 1 << 20;

    private final PrintWriter out;
    private final Detail detail;
    private final LongSupplier memory;
    private int epochs;

    /// @param memory the bytes outside the heap that are held now
    ConsoleReport(PrintWriter out, Detail detail, LongSupplier memory) {
        this.out = out;
        this.detail = detail;
        this.memory = memory;
    }

    @Override
    public void tell(Event event) {
        switch (event) {
            case Event.Start(Recipe recipe) -> start(recipe, 0);
            case Event.Resume(long steps, Recipe recipe) -> start(recipe, steps);
            case Event.Epoch epoch when detail == Detail.RESULT -> {}
            case Event.Epoch epoch -> epoch(epoch);
            case Event.End end -> end(end);
            case Event.Failure failure -> line("recorded in", failure.run());
            case Event.Interrupted interrupted -> line("saved in", interrupted.run());
        }
        out.flush();
    }

    private void start(Recipe run, long steps) {
        epochs = run.training().epochs();
        if (detail != Detail.RESULT) {
            describe(run);
            if (steps > 0) {
                line("goes on", "after step " + count(steps));
            }
            out.println();
            row("epoch", "loss", "val loss", "val acc", "grad norm", "clipped", "rows/s");
        }
    }

    private void describe(Recipe run) {
        Recipe.Rows data = run.data();
        Recipe.Shape network = run.network();
        Recipe.Length length = run.training();
        Recipe.Machine machine = run.machine();
        line(
                "data",
                String.join(" ", data.source()) + ": " + count(data.rows(), "row") + ", " + count(data.validationRows())
                        + " for validation, " + count(data.features(), "feature") + ", "
                        + (!data.classes().isEmpty()
                                ? count(data.classes().size()) + " classes"
                                : "a number to predict (--label-type categorical makes classes of it)"));
        line(
                "network",
                count(network.depth(), kind(network) + (network.residual() ? "residual block" : "plain block"))
                        + ", width " + count(network.width()) + ", " + network.activation()
                        + (network.dropout() > 0 ? ", dropout " + network.dropout() : "")
                        + (network.weightStandardization() ? ", standardized weights" : "") + "; "
                        + count(network.parameters(), "parameter"));
        line("initializer", text(run.initializer()) + "; plain: " + text(run.plainInitializer()));
        line("normalizer", text(run.normalizer()));
        line("optimizer", text(run.optimizer()));
        if (run.others() != null) {
            line("others", text(run.others()));
        }
        line("clipper", text(run.clipper()));
        run.groups().forEach(group -> line("group", group));
        line("schedule", run.schedule().brief());
        line("loss", run.loss().brief());
        line(
                "training",
                count(epochs, "epoch") + ", " + count(length.steps(), "step") + " of "
                        + (length.accumulate() == null ? "" : length.accumulate() + " × ")
                        + count(length.batch(), "row") + (length.average() == null ? "" : ", averaged")
                        + ", seed " + length.seed());
        line(
                "machine",
                machine.kernels() + " kernels, " + length.matmul() + " matrix products, "
                        + count(machine.threads(), "thread"));
        if (detail == Detail.EVERYTHING) {
            line(
                    "memory",
                    bytes(memory.getAsLong()) + " for data, network and a step; the heap may grow to "
                            + bytes(Runtime.getRuntime().maxMemory()));
            line("jdk", machine.jdk());
            line("at first", run.initialWeightsSha256());
        }
    }

    private void epoch(Event.Epoch epoch) {
        row(
                epoch.epoch() + "/" + epochs,
                number("%.4f", epoch.loss()),
                number("%.4f", epoch.validationLoss()),
                percent("%.2f %%", epoch.validationAccuracy()),
                number("%.3g", epoch.gradientNorm()),
                percent("%.0f %%", epoch.clipped()),
                number("%,.0f", epoch.rowsPerSecond()));
        if (!epoch.clippers().isEmpty() && detail == Detail.EVERYTHING) {
            out.println("      "
                    + epoch.clippers().stream().map(ConsoleReport::text).collect(Collectors.joining(", ")));
        }
        if (epoch.skipped() > 0) {
            out.println("      " + count(epoch.skipped(), "step") + " left out: a gradient was not finite");
        }
    }

    private void end(Event.End end) {
        if (epochs == 0) {
            line("goes on", "no further: all its epochs are done, and it is judged once more");
        }
        if (detail != Detail.RESULT) {
            out.println();
        }
        out.printf(Locale.ROOT, "%-11s %12s %12s%n", "", "training", "validation");
        boolean classifies = end.trainingAccuracy() != null || end.validationAccuracy() != null;
        if (classifies) {
            result(
                    "accuracy",
                    percent("%.2f %%", end.trainingAccuracy()),
                    percent("%.2f %%", end.validationAccuracy()));
        }
        result("loss", number("%.4f", end.trainingLoss()), number("%.4f", end.validationLoss()));
        if (!classifies) {
            result("rmse", number("%.4g", end.trainingRmse()), number("%.4g", end.validationRmse()));
        }
        out.println();
        line("steps", count(end.steps()));
        String milliseconds = number("%.2f", end.millisecondsPerStep());
        line("time", milliseconds + " ms a step, " + number("%.1f", end.seconds()) + " s");
        line("parameters", count(end.parameters()));
        if (detail == Detail.EVERYTHING) {
            line("at last", end.weightsSha256());
        }
        line("saved in", end.run());
        line("repeat by", end.command());
    }

    private String text(Used used) {
        return detail == Detail.EVERYTHING ? used.full() : used.brief();
    }

    private static String text(Event.Clipped clipper) {
        return clipper.clipper() + " clipped " + percent("%.0f %%", clipper.clipped()) + " at norm "
                + number("%.3g", clipper.gradientNorm());
    }

    private static String bytes(long count) {
        return String.format(Locale.ROOT, "%,.1f MiB", count / MIB);
    }

    private void line(String name, String text) {
        out.printf(Locale.ROOT, "%-11s %s%n", name, text);
    }

    private void row(String epoch, String... columns) {
        out.printf(Locale.ROOT, "%7s", epoch);
        for (String column : columns) {
            out.printf(Locale.ROOT, " %10s", column);
        }
        out.println();
    }

    private void result(String name, String training, String validation) {
        out.printf(Locale.ROOT, "%-11s %12s %12s%n", name, training, validation);
    }

    private static String kind(Recipe.Shape network) {
        String architecture = network.architecture();
        boolean usual = architecture == null || architecture.equals(Choice.text(Architecture.DENSE));
        return network.block() + (usual ? " " : " " + architecture + " ");
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String count(long n, String noun) {
        return count(n) + " " + noun + (n == 1 ? "" : "s");
    }

    private static String number(String format, @Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }

    private static String percent(String format, @Nullable Double share) {
        return number(format, share == null ? null : 100 * share);
    }
}
