package io.fletching.nn;

import io.fletching.arrow.Memory;
import io.fletching.kernels.Kernels;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.function.BooleanSupplier;

/// Runs a model as it is outside training: by running statistics, without dropout.
public final class Evaluator implements AutoCloseable {
    private final Workspace workspace;
    private final Workers workers;
    private final Program program;
    private final Tensor scratch;
    private final Tensor losses;

    /// What becomes of the outputs of the run at hand, and which of its rows are in the batch.
    private Stages.Call sink = (_, _) -> {};
    private long position;
    private long valid;

    /// @param batch rows in a batch; memory and speed depend on it, results do not
    /// @param workers the threads to use; they stay the caller's
    public Evaluator(Model model, long batch, Workers workers) {
        this.workers = workers;
        this.workspace = new Workspace(model, batch, false);
        this.scratch = workspace
                .memory()
                .allocate(model.arithmetic(), workspace.output().shape());
        this.losses = workspace.memory().allocate(DType.F64, Shape.of(batch));
        this.program = Program.forward(workspace, this::deliver);
    }

    /// Writes the output of every row, in order. Rows that do not fit memory are given in several calls, of a few
    /// thousand each.
    ///
    /// @param inputs `[rows, …]`, of the model's [arithmetic][Model#arithmetic] type and its input shape
    /// @param outputs `[rows, …]`, of the same type and the model's output shape
    public void predict(Tensor inputs, Tensor outputs) {
        predict(inputs, (first, count) -> RowCopy.copy(workspace.output(), first, outputs, position + first, count));
    }

    /// Writes how probable each class is for every row: the softmax of the outputs of a model that was trained with
    /// [Loss#crossEntropy()].
    ///
    /// @param inputs `[rows, …]`, of the model's [arithmetic][Model#arithmetic] type and its input shape
    /// @param probabilities `[rows, …, classes]`, of the same type and the model's output shape
    public void probabilities(Tensor inputs, Tensor probabilities) {
        predict(inputs, (first, count) -> softmax(first, count, probabilities, position));
    }

    private void predict(Tensor inputs, Stages.Call sink) {
        this.sink = sink;
        program.derive(workers);
        long rows = inputs.shape().dim(0);
        for (position = 0; next(rows); position += valid) {
            RowCopy.copy(inputs, position, workspace.input(), 0, valid);
            program.run(workers);
        }
    }

    /// With the maximum taken off before the exponential, so that no output is too large for it.
    private void softmax(long first, long count, Tensor probabilities, long at) {
        Kernels kernels = Kernels.ofBytes(probabilities.dtype().bytes());
        Tensor output = workspace.output();
        long classes = CrossEntropy.classes(output.shape());
        long positions = output.shape().rowLength() / classes;
        for (long i = first * positions; i < (first + count) * positions; i++) {
            long from = i * classes;
            long to = at * positions * classes + from;
            double maximum = kernels.maximum(output.data(), from, classes);
            double sum = kernels.exponentials(output.data(), from, probabilities.data(), to, classes, maximum);
            for (long c = to; c < to + classes; c++) {
                probabilities.set(c, probabilities.get(c) / sum);
            }
        }
    }

    /// The mean loss and the accuracy over all rows, which are read in order, a batch at a time.
    public Score score(RowSource rows, Loss loss) {
        return score(rows, loss, () -> false);
    }

    /// @param stop asked after each batch; once it answers `true` the score is [Score#NONE]
    Score score(RowSource source, Loss loss, BooleanSupplier stop) {
        program.derive(workers);
        double sum = 0;
        long hits = 0;
        try (Memory region = workspace.memory().child("targets")) {
            Tensor targets =
                    region.allocate(source.targetType(), source.targetShape().batchOf(workspace.batch()));
            sink = (first, count) -> loss.apply(workspace.output(), targets, losses, scratch, first, count, 1);
            for (position = 0; next(source.rows()); position += valid) {
                source.read(position, valid, workspace.input(), targets, 0);
                loss.checkValues(workspace.model().output(), targets, 0, valid, position);
                program.run(workers);
                for (long row = 0; row < valid; row++) {
                    sum += losses.get(row);
                }
                hits += loss.classifies() ? hits(targets) : 0;
                if (stop.getAsBoolean()) {
                    return Score.NONE;
                }
            }
        }
        long rows = source.rows();
        long labels = source.targetShape().size();
        return new Score(sum / rows, loss.classifies() ? (double) hits / (rows * labels) : Double.NaN, rows);
    }

    /// Whether there are rows at the position, and how many of them are in its batch.
    private boolean next(long rows) {
        valid = Math.min(workspace.batch(), rows - position);
        return valid > 0;
    }

    /// How many targets of the batch are the class of the largest output, the first of equals.
    private long hits(Tensor targets) {
        Tensor output = workspace.output();
        long classes = CrossEntropy.classes(output.shape());
        long labels = valid * (output.shape().rowLength() / classes);
        long hits = 0;
        for (long i = 0; i < labels; i++) {
            long best = 0;
            for (long c = 1; c < classes; c++) {
                if (output.get(i * classes + c) > output.get(i * classes + best)) {
                    best = c;
                }
            }
            hits += best == (long) targets.get(i) ? 1 : 0;
        }
        return hits;
    }

    private void deliver(long first, long count) {
        long rows = Math.min(count, valid - first);
        if (rows > 0) {
            sink.run(first, rows);
        }
    }

    @Override
    public void close() {
        workspace.close();
    }
}
