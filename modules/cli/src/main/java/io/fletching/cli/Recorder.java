package io.fletching.cli;

import io.fletching.nn.EpochReport;
import io.fletching.nn.StepReport;
import io.fletching.nn.TrainingListener;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Makes events of what a training's listener sees. The first step is the start: whatever could be refused beforehand
/// has been accepted by then.
///
/// Where the JVM is told to end, it waits until the run has ended itself: after the step at hand, and saved.
final class Recorder implements TrainingListener {
    private static final long FOR_A_READER = 1;

    private final Recipe recipe;
    private final RunFolder folder;
    private final Reporter reporter;
    private final CountDownLatch noted = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);
    private final boolean goesOn;
    private boolean started;
    private boolean over;
    private volatile boolean stopping;
    private double learningRate;
    private long steps;

    /// @param goesOn whether it is not the first step of its run that comes first
    Recorder(Recipe recipe, RunFolder folder, Reporter reporter, boolean goesOn) {
        this.goesOn = goesOn;
        this.recipe = recipe;
        this.folder = folder;
        this.reporter = reporter;
    }

    @Override
    public void step(StepReport step) {
        if (!started) {
            started = true;
            tell(goesOn ? new Event.Resume(step.number() - 1, recipe) : new Event.Start(recipe));
        }
        learningRate = step.learningRate();
        steps = step.number();
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
                Event.Clipped.of(epoch.clippers()),
                epoch.skipped(),
                Event.finite(learningRate),
                Event.finite(epoch.rowsPerSecond()),
                Event.rmse(epoch.validation(), recipe)));
    }

    /// Whether a step was taken.
    boolean hasStarted() {
        return started;
    }

    /// Whether the run is to end after this step.
    boolean isStopping() {
        return stopping;
    }

    /// Tells how a run ends: as it says itself, or in failure.
    void record(Supplier<Event> run) {
        var hook = new Thread(this::interrupt, "fletch-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            tell(run.get());
            told.countDown();
        } catch (RuntimeException | Error failure) {
            if (!folder.exists()) {
                throw failure;
            }
            if (!(failure instanceof FletchingException known)) {
                tell(failure, "unexpected");
                throw failure;
            }
            // What a user's system refuses, such as a full disk, may have kept the record from being written.
            FletchingException told = known.kind() == Kind.USER
                    ? known
                    : new FletchingException(
                            known.kind(), known.code(), known.getMessage() + " " + folder.remains(), known);
            tell(told, told.code());
            throw told;
        } finally {
            noted.countDown();
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // Then it runs already, and the JVM ends with it.
        }
    }

    /// Lets the run end before the JVM does. It waits for the record, and only a moment for a reader of the output, who
    /// may never come. Before the first step nothing is recorded, and nothing will be.
    void interrupt() {
        synchronized (this) {
            stopping = true;
            if (!folder.exists()) {
                over = true;
                return;
            }
        }
        try {
            noted.await();
            told.await(FOR_A_READER, TimeUnit.SECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    /// The first failure is the one to be known, where this fails too.
    private void tell(Throwable failure, String code) {
        try {
            tell(new Event.Failure(
                    Errors.sentence(failure), code, steps, folder.path().toString()));
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
        if (over) {
            noted.countDown();
        }
        return true;
    }
}
