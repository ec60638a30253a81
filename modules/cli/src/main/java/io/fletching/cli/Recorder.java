package io.fletching.cli;

import io.fletching.nn.EpochReport;
import io.fletching.nn.StepReport;
import io.fletching.nn.TrainingListener;
import java.io.PrintWriter;
import java.util.function.Supplier;

/// Makes events of what a training's listener sees. The first step is the start: whatever could be refused beforehand
/// has been accepted by then.
final class Recorder implements TrainingListener {
    private final Recipe recipe;
    private final RunFolder folder;
    private final Reporter reporter;
    private final PrintWriter err;
    private boolean started;
    private boolean over;
    private double learningRate;
    private volatile long steps;

    /// @param err takes the line of an interrupted run
    Recorder(Recipe recipe, RunFolder folder, Reporter reporter, PrintWriter err) {
        this.err = err;
        this.recipe = recipe;
        this.folder = folder;
        this.reporter = reporter;
    }

    @Override
    public void step(StepReport step) {
        if (!started) {
            started = true;
            tell(new Event.Start(recipe));
        }
        steps = step.number();
        learningRate = step.learningRate();
    }

    @Override
    public void epoch(EpochReport epoch) {
        tell(new Event.Epoch(
                epoch.epoch(),
                epoch.steps(),
                Event.finite(epoch.loss()),
                Event.loss(epoch.validation()),
                Event.accuracy(epoch.validation()),
                Event.finite(epoch.gradientNorm()),
                Event.finite(epoch.clipped()),
                epoch.skipped(),
                Event.finite(learningRate),
                Event.finite(epoch.rowsPerSecond()),
                Event.rmse(epoch.validation(), recipe)));
    }

    /// Tells how a run ends: as it says itself, or in failure.
    void record(Supplier<Event> run) {
        var hook = new Thread(this::interrupted, "fletch-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            tell(run.get());
        } catch (RuntimeException | Error failure) {
            if (folder.exists()) {
                tell(new Event.Failure(Errors.sentence(failure), folder.path().toString()), failure);
            }
            throw failure;
        } finally {
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // Then it runs already, and tells of the run unless the run was over first.
        }
    }

    /// Notes that the JVM ends before the run does. It waits for the record, and not for a reader of the output, who
    /// may never come.
    void interrupted() {
        if (folder.exists() && note(new Event.Interrupted(steps, folder.path().toString()))) {
            err.println("fletch: interrupted after " + steps + (steps == 1 ? " step" : " steps") + "; the record is in "
                    + folder.path());
        }
    }

    /// The first failure is the one to be known, where this fails too.
    private void tell(Event event, Throwable failure) {
        try {
            tell(event);
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private void tell(Event event) {
        if (note(event)) {
            reporter.tell(event);
        }
    }

    /// Writes an event to the record, unless the record has its last one.
    private synchronized boolean note(Event event) {
        if (over) {
            return false;
        }
        folder.tell(event);
        over = event instanceof Event.End || event instanceof Event.Failure || event instanceof Event.Interrupted;
        return true;
    }
}
