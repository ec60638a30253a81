package io.fletching.cli;

import io.fletching.nn.EpochReport;
import io.fletching.nn.StepReport;
import io.fletching.nn.TrainingListener;
import java.util.function.Supplier;

/// Makes events of what a training's listener sees. The first step is the start: whatever could be refused beforehand
/// has been accepted by then.
final class Recorder implements TrainingListener {
    private final Recipe recipe;
    private final RunFolder folder;
    private final Reporter reporter;
    private boolean started;
    private double learningRate;

    Recorder(Recipe recipe, RunFolder folder, Reporter reporter) {
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
        try {
            tell(run.get());
        } catch (RuntimeException | Error failure) {
            if (folder.exists()) {
                tell(new Event.Failure(Errors.sentence(failure), folder.path().toString()), failure);
            }
            throw failure;
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
        folder.tell(event);
        reporter.tell(event);
    }
}
