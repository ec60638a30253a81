package io.fletching.nn;

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

    /// What the run at hand is about: its inputs, the first row of its batch, and what becomes of the outputs.
    private Tensor inputs;
    private Stages.Call sink = (_, _) -> {};
    private long position;
    private long valid;

    /// @param batch rows in a batch; memory and speed depend on it, results do not
    /// @param workers the threads to use; they stay the caller's
    public Evaluator(Model model, long batch, Workers workers) {
        this.workers = workers;
        this.workspace = new Workspace(model, batch, false);
        this.inputs = workspace.input();
        this.scratch =
                workspace.memory().allocate(model.dtype(), workspace.output().shape());
        this.losses = workspace.memory().allocate(DType.F64, Shape.of(batch));
        this.program = Program.forward(workspace, this::fetch, this::deliver);
    }

    /// Writes the output of every row.
    ///
    /// @param inputs `[rows, …]`, of the model's type and input shape
    /// @param outputs `[rows, …]`, of the model's type and output shape
    public void predict(Tensor inputs, Tensor outputs) {
        this.inputs = inputs;
        this.sink = (first, count) -> RowCopy.copy(workspace.output(), first, outputs, position + first, count);
        program.derive(workers);
        long rows = inputs.shape().dim(0);
        for (position = 0; position < rows; position += workspace.batch()) {
            valid = Math.min(workspace.batch(), rows - position);
            program.run(workers);
        }
    }

    /// The mean loss and the accuracy over examples.
    public Score score(Examples examples, Loss loss) {
        return score(examples, loss, () -> false);
    }

    /// @param stop asked after each batch; once it answers `true` the score is [Score#NONE]
    Score score(Examples examples, Loss loss, BooleanSupplier stop) {
        program.derive(workers);
        inputs = examples.inputs();
        long rows = examples.rows();
        double sum = 0;
        long hits = 0;
        for (position = 0; position < rows; position += workspace.batch()) {
            valid = Math.min(workspace.batch(), rows - position);
            Tensor targets = RowCopy.view(examples.targets(), position, valid);
            sink = (first, count) -> loss.apply(workspace.output(), targets, losses, scratch, first, count, 1);
            program.run(workers);
            for (long row = 0; row < valid; row++) {
                sum += losses.get(row);
                hits += loss.classifies() && largest(row) == (long) targets.get(row) ? 1 : 0;
            }
            if (stop.getAsBoolean()) {
                return Score.NONE;
            }
        }
        return new Score(sum / rows, loss.classifies() ? (double) hits / rows : Double.NaN, rows);
    }

    /// The position of a row's largest output, the first of equals.
    private long largest(long row) {
        Tensor output = workspace.output();
        long width = output.shape().rowLength();
        long best = 0;
        for (long i = 1; i < width; i++) {
            if (output.get(row * width + i) > output.get(row * width + best)) {
                best = i;
            }
        }
        return best;
    }

    private void fetch(long first, long count) {
        long rows = Math.min(count, valid - first);
        if (rows > 0) {
            RowCopy.copy(inputs, position + first, workspace.input(), first, rows);
        }
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
