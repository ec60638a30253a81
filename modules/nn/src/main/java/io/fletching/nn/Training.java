package io.fletching.nn;

import io.fletching.runtime.LossScale;
import io.fletching.runtime.ParameterGroup;
import io.fletching.runtime.Schedule;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Workers;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// How a model is trained: the loss, the techniques, the schedule, the batches.
///
/// The result depends on the model, the rows, their window and the seed; not on the number of threads.
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
    private int accumulate = 1;
    private double averageDecay = Double.NaN;
    private @Nullable Technique<Optimizer> others;
    private @Nullable LossScale lossScale;
    private boolean masters = true;
    private @Nullable Path resumed;
    private @Nullable Checkpoints checkpoints;
    private int window;
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

    /// The optimizer of parameters that theirs refuses, such as of biases where it is for matrices.
    public Training others(Technique<Optimizer> optimizer) {
        this.others = optimizer;
        return this;
    }

    /// Clips the gradients of every step, behind the clippers added before: it sees what they left.
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

    /// Batches in a step: gradients are the mean over all of them, then they are clipped, and the weights move
    /// once. The same as one batch of so many times the rows, up to rounding, in the memory of one; a norm over
    /// the batch sees each by itself. Steps that cannot be filled are left out of the epoch.
    public Training accumulate(int batches) {
        this.accumulate = atLeastOne("accumulated batches", batches);
        return this;
    }

    /// Averages the weights over the steps, `decay · average + (1 − decay) · weight`, and judges the model by the
    /// averages.
    /// They are what the model has after the training; a checkpoint has both.
    ///
    /// Where norms keep running statistics, those that belong to the averages are
    /// [recomputed][RunningStatistics] over the training rows, before each judgement and at the end: a pass forward
    /// over the rows each time. A training that is stopped early leaves them as its weights had them.
    ///
    /// @param decay in `[0, 1)`, such as 0.999
    public Training average(double decay) {
        this.averageDecay = decay;
        return this;
    }

    /// Scales the loss, for gradients that a narrow type would lose; a model of F16 has [LossScale#dynamic] by
    /// itself. A step whose gradients are not finite is left out.
    public Training lossScale(LossScale scale) {
        this.lossScale = scale;
        return this;
    }

    /// Leaves the weights of a model of BF16 without masters in float32: updates are rounded at random, by bits that
    /// follow from the seed. See [io.fletching.runtime.UpdaterBuilder#withoutMasters].
    public Training withoutMasters() {
        this.masters = false;
        return this;
    }

    /// Keeps a [checkpoint][io.fletching.runtime.Checkpoint], from which [#resume] goes on.
    public Training checkpoints(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
        return this;
    }

    /// Goes on where a checkpoint was written: with the same weights, states, row, masks and place in the schedule, so
    /// that the result has the same bits as if the training had not been interrupted. A number of epochs may be larger
    /// than it was; a schedule then is that of the longer training.
    ///
    /// Running it throws a [FletchingException] of kind `DATA`, and changes nothing, where the file does not fit:
    /// other parameters, optimizers, clippers, frozen parameters, rows, batches, windows or seeds. So it does, of
    /// kind `USER`, where the checkpoint is from a later epoch than this training has. One that is complete is
    /// judged again.
    public Training resume(Path checkpoint) {
        this.resumed = checkpoint;
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

    /// How many rows are in memory at once; by default so many that their inputs and targets take 256 MiB, at least a
    /// batch.
    ///
    /// Rows of a source that fit are shuffled whole. Of more rows, runs of neighbours are put in an order that each
    /// epoch draws, and this sequence is shuffled window by window. A window mixes 64 runs or more, each of at most
    /// 1,024 rows unless there are more than 2³² rows. So rows that are sorted, by class for instance, are mixed well
    /// only where a window holds a good part of them: a larger window helps, or rows that are mixed beforehand.
    ///
    /// The order is a function of the seed, the epoch, the window, the batch and the number of rows; not of where the
    /// rows are. [Examples] that fit are used where they are; else a window is memory beside that of the source.
    public Training window(int rows) {
        this.window = atLeastOne("rows in a window", rows);
        return this;
    }

    /// Tells a listener of every step and epoch.
    public Training listener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /// Ends the training early, at the latest one step after this answers `true`. It is asked on the thread that called
    /// [#run(RowSource)]: after each step and its listeners, and after each batch of rows that is judged.
    ///
    /// The model then is as the last step left it, and can be saved or trained on. Nothing is judged any more: the
    /// epoch at hand is not reported to listeners, also where its steps were through and only its validation was
    /// cut, and the result has no score on the training examples.
    public Training stopWhen(BooleanSupplier stop) {
        this.stop = stop;
        return this;
    }

    private static int atLeastOne(String what, int value) {
        if (value < 1) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "training-" + what.replace(' ', '-'),
                    "The training has '" + value + "' " + what + "; expected 1 or more.");
        }
        return value;
    }

    /// Trains on these rows.
    public TrainingResult run(RowSource training) {
        return start(training, null);
    }

    /// Trains on rows, and judges the model on others after each epoch.
    ///
    /// The result's score on the training rows takes one more pass over them.
    public TrainingResult run(RowSource training, RowSource validation) {
        check(validation);
        return start(training, validation);
    }

    private TrainingResult start(RowSource training, @Nullable RowSource validation) {
        check(training);
        if (schedule.needsValidation() && validation == null) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "schedule-validation",
                    "The schedule '" + schedule.name() + "' answers to the loss on validation rows, and there are none;"
                            + " expected some, or another schedule.");
        }
        try (Workers workers = Workers.of(threads);
                var loop = new TrainingLoop(this, training, workers)) {
            return loop.run(validation);
        }
    }

    /// What is in memory is checked to the last target before the first step; else each target when it is read.
    private void check(RowSource source) {
        long rows = source.rows();
        Shape given = source.inputShape().batchOf(rows);
        Shape expected = model.input().batchOf(rows);
        if (!given.equals(expected) || source.inputType() != model.arithmetic()) {
            throw new FletchingException(
                    FletchingException.Kind.DATA,
                    "training-inputs",
                    "The inputs are " + source.inputType() + given + "; the model takes " + model.arithmetic()
                            + expected + ".");
        }
        if (rows == 0) {
            throw new FletchingException(
                    FletchingException.Kind.DATA, "training-empty", "There are no rows to learn from or to judge by.");
        }
        loss.check(
                model.output(),
                Tensor.shapeOnly(source.targetType(), source.targetShape().batchOf(rows)));
        if (source instanceof Examples examples) {
            loss.checkValues(model.output(), examples.targets(), 0, rows, 0);
        }
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

    int accumulate() {
        return accumulate;
    }

    /// NaN where weights are not averaged.
    double averageDecay() {
        return averageDecay;
    }

    @Nullable
    Technique<Optimizer> others() {
        return others;
    }

    @Nullable
    LossScale lossScale() {
        return lossScale == null && model.dtype() == DType.F16 ? LossScale.dynamic() : lossScale;
    }

    boolean masters() {
        return masters;
    }

    @Nullable
    Path resumed() {
        return resumed;
    }

    @Nullable
    Checkpoints checkpoints() {
        return checkpoints;
    }

    /// Rows of a window over these.
    int window(RowSource source) {
        return window > 0 ? window : RowOrder.defaultWindow(source);
    }

    long seed() {
        return seed;
    }
}
