package io.fletching.nn;

import io.fletching.runtime.UpdateReport;
import io.fletching.runtime.Updater;
import io.fletching.runtime.UpdaterBuilder;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One training as it runs. Everything is planned before the first step; a step allocates nothing.
final class TrainingLoop implements AutoCloseable {
    private static final long EVALUATION_BATCH = 256;

    private final Training training;
    private final RowSource source;
    private final Workers workers;
    private final long batch;
    private final long stepsPerEpoch;
    private final Workspace workspace;
    private final Updater updater;
    private final Evaluator evaluator;
    private final Program program;
    private final RowOrder order;
    private final Tensor targets;
    private final Tensor losses;
    private final Tensor outputGradient;
    private final Report report = new Report();

    private long position;
    private long step;
    private long nanos;
    private boolean stopped;

    TrainingLoop(Training training, RowSource source, Workers workers) {
        Model model = training.model();
        this.training = training;
        this.source = source;
        this.workers = workers;
        this.batch = Math.min(training.batch(), source.rows());
        this.stepsPerEpoch = source.rows() / batch;
        this.workspace = new Workspace(model, batch, true);
        this.order = new RowOrder(source, training, batch, workspace);
        this.targets = workspace
                .memory()
                .allocate(source.targetType(), source.targetShape().batchOf(batch));
        this.losses = workspace.memory().allocate(DType.F64, Shape.of(batch));
        this.outputGradient =
                workspace.memory().allocate(model.dtype(), workspace.output().shape());
        this.program = Program.training(workspace, this::fetch, this::differentiate, outputGradient);
        this.updater = updater(model);
        this.evaluator = new Evaluator(model, Math.min(EVALUATION_BATCH, source.rows()), workers);
    }

    private Updater updater(Model model) {
        UpdaterBuilder builder = Updater.of(model.variables())
                .optimizer(training.optimizer())
                .memory(workspace.memory())
                .workers(workers);
        training.clippers().forEach(builder::clipper);
        training.groups().forEach(builder::group);
        return builder.build();
    }

    private void fetch(long first, long count) {
        for (long row = first; row < first + count; row++) {
            order.copy(position + row, workspace.input(), targets, row);
        }
    }

    private void differentiate(long first, long count) {
        training.loss().apply(workspace.output(), targets, losses, outputGradient, first, count, 1.0 / batch);
    }

    TrainingResult run(@Nullable RowSource validation) {
        program.derive(workers);
        Score score = Score.NONE;
        for (int epoch = 1; epoch <= training.epochs() && !stopped; epoch++) {
            var sums = new EpochSums();
            long start = System.nanoTime();
            order.start(epoch);
            for (long index = 0; index < stepsPerEpoch && !stopped; index++) {
                position = index * batch;
                order.reach(position);
                sums.add(step(epoch));
                isStopping();
            }
            long took = System.nanoTime() - start;
            nanos += took;
            Score judged = validation == null ? Score.NONE : judge(validation);
            if (!stopped) {
                score = judged;
                EpochReport told = sums.report(epoch, took, score);
                training.listeners().forEach(listener -> listener.epoch(told));
            }
        }
        Score learned = judge(source);
        return new TrainingResult(step, nanos * 1e-9, learned, score, stopped);
    }

    private Score judge(RowSource judged) {
        return stopped ? Score.NONE : evaluator.score(judged, training.loss(), this::isStopping);
    }

    /// Once asked to stop it stays so, whatever the caller says later.
    private boolean isStopping() {
        stopped |= training.stop().getAsBoolean();
        return stopped;
    }

    private Report step(int epoch) {
        step++;
        workspace.model().variables().zeroGradients();
        program.run(workers);
        double sum = 0;
        for (long row = 0; row < batch; row++) {
            sum += losses.get(row);
        }
        UpdateReport update = updater.update(training.schedule().factor(step, totalSteps()), 1);
        program.derive(workers);
        report.set(epoch, sum / batch, update);
        List<TrainingListener> listeners = training.listeners();
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).step(report);
        }
        return report;
    }

    private long totalSteps() {
        return stepsPerEpoch * training.epochs();
    }

    /// Sums over the steps of an epoch.
    private final class EpochSums {
        private double loss;
        private double norm;
        private long clipped;
        private long applied;

        void add(Report step) {
            if (step.applied()) {
                loss += step.loss();
                norm += step.gradientNorm();
                clipped += step.clipFactor() < 1 ? 1 : 0;
                applied++;
            }
        }

        EpochReport report(int epoch, long took, Score validation) {
            double n = applied;
            double rowsPerSecond = stepsPerEpoch * batch / (took * 1e-9);
            return new EpochReport(
                    epoch, step, loss / n, norm / n, clipped / n, stepsPerEpoch - applied, rowsPerSecond, validation);
        }
    }

    /// The one report of all steps.
    private final class Report implements StepReport {
        private int epoch;
        private double loss;
        private @Nullable UpdateReport update;

        void set(int epoch, double loss, UpdateReport update) {
            this.epoch = epoch;
            this.loss = loss;
            this.update = update;
        }

        private UpdateReport update() {
            if (update == null) {
                throw new IllegalStateException("No step has been taken.");
            }
            return update;
        }

        @Override
        public long number() {
            return step;
        }

        @Override
        public long totalSteps() {
            return TrainingLoop.this.totalSteps();
        }

        @Override
        public long rows() {
            return step * batch;
        }

        @Override
        public int epoch() {
            return epoch;
        }

        @Override
        public double loss() {
            return loss;
        }

        @Override
        public double learningRate() {
            return update().learningRate();
        }

        @Override
        public double gradientNorm() {
            return update().norm();
        }

        @Override
        public double clipFactor() {
            return update().clipFactor();
        }

        @Override
        public boolean applied() {
            return update().applied();
        }

        @Override
        public List<LayerStatistics> layers() {
            return workspace.places().stream()
                    .map(place -> LayerStatistics.of(place.name(), place.y()))
                    .toList();
        }

        @Override
        public double gradientNorm(String name) {
            int index = 0;
            for (Variable variable : workspace.model().variables()) {
                if (variable.name().equals(name)) {
                    return update().gradientNorm(index);
                }
                index++;
            }
            throw new IllegalArgumentException("There is no weight '" + name + "'.");
        }
    }

    @Override
    public void close() {
        evaluator.close();
        updater.close();
        workspace.close();
    }
}
