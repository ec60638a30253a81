package io.fletching.nn;

import io.fletching.runtime.ParameterGroup;
import io.fletching.runtime.Schedule;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Workers;
import io.fletching.spi.Clipper;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// How a model is trained: the loss, the techniques, the schedule, the batches.
///
/// The result depends on the model, the examples and the seed; not on the number of threads.
public final class Training {
    private final Model model;
    private final Loss loss;
    private final Technique<Optimizer> optimizer;
    private final List<Technique<Clipper>> clippers = new ArrayList<>();
    private final List<ParameterGroup> groups = new ArrayList<>();
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Schedule schedule = Schedule.parse("constant");
    private int epochs = 8;
    private int batch = 128;
    private long seed;
    private BooleanSupplier stop = () -> false;
    private int threads = Runtime.getRuntime().availableProcessors();

    private Training(Model model, Loss loss, Technique<Optimizer> optimizer) {
        this.model = model;
        this.loss = loss;
        this.optimizer = optimizer;
    }

    /// Starts a training of a model: 8 epochs of batches of 128 rows at a constant rate, on every processor.
    public static Training of(Model model, Loss loss, Technique<Optimizer> optimizer) {
        return new Training(model, loss, optimizer);
    }

    /// Clips the gradients of every step, behind the clippers added before.
    public Training clip(Technique<Clipper> clipper) {
        clippers.add(clipper);
        return this;
    }

    /// Treats parameters by name, in place of what groups added before say of them.
    public Training group(ParameterGroup group) {
        groups.add(group);
        return this;
    }

    /// The factor on the learning rate, step by step.
    public Training schedule(Schedule schedule) {
        this.schedule = schedule;
        return this;
    }

    /// How often every row is seen.
    public Training epochs(int epochs) {
        this.epochs = atLeastOne("epochs", epochs);
        return this;
    }

    /// Rows in a step. Where the rows do not divide by it, the rest of each epoch's order is left out; a batch of more
    /// rows than there are takes all of them.
    public Training batch(int batch) {
        this.batch = atLeastOne("batch", batch);
        return this;
    }

    /// The seed of the order of rows.
    public Training seed(long seed) {
        this.seed = seed;
        return this;
    }

    /// Threads that work, the caller included.
    public Training threads(int threads) {
        this.threads = atLeastOne("threads", threads);
        return this;
    }

    /// Tells a listener of every step and epoch.
    public Training listener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /// Ends the training early, at the latest one step after this answers `true`. It is asked on the thread that called
    /// [#run(Examples)]: after each step and its listeners, and after each batch of rows that is judged.
    ///
    /// The model then is as the last step left it, and can be saved or trained on. Nothing is judged any more: the
    /// epoch
    /// at hand is not reported to listeners, also where its steps were through and only its validation was cut, and the
    /// result has no score on the training examples.
    public Training stopWhen(BooleanSupplier stop) {
        this.stop = stop;
        return this;
    }

    private static int atLeastOne(String what, int value) {
        if (value < 1) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "training-" + what,
                    "The training has '" + value + "' " + what + "; expected 1 or more.");
        }
        return value;
    }

    /// Trains on these examples.
    public TrainingResult run(Examples training) {
        return start(training, null);
    }

    /// Trains on examples, and judges the model on others after each epoch.
    public TrainingResult run(Examples training, Examples validation) {
        check(validation);
        return start(training, validation);
    }

    private TrainingResult start(Examples training, @Nullable Examples validation) {
        check(training);
        try (Workers workers = Workers.of(threads);
                var loop = new TrainingLoop(this, training, workers)) {
            return loop.run(validation);
        }
    }

    private void check(Examples examples) {
        var expected = model.input().batchOf(examples.rows());
        if (!examples.inputs().shape().equals(expected) || examples.inputs().dtype() != model.dtype()) {
            throw new FletchingException(
                    FletchingException.Kind.DATA,
                    "training-inputs",
                    "The inputs are " + examples.inputs() + "; the model takes " + model.dtype() + expected + ".");
        }
        if (examples.rows() == 0) {
            throw new FletchingException(
                    FletchingException.Kind.DATA, "training-empty", "There are no rows to learn from or to judge by.");
        }
        loss.check(model.output(), examples.targets());
    }

    Model model() {
        return model;
    }

    Loss loss() {
        return loss;
    }

    Technique<Optimizer> optimizer() {
        return optimizer;
    }

    List<Technique<Clipper>> clippers() {
        return clippers;
    }

    List<ParameterGroup> groups() {
        return groups;
    }

    List<TrainingListener> listeners() {
        return listeners;
    }

    BooleanSupplier stop() {
        return stop;
    }

    Schedule schedule() {
        return schedule;
    }

    int epochs() {
        return epochs;
    }

    int batch() {
        return batch;
    }

    long seed() {
        return seed;
    }
}
