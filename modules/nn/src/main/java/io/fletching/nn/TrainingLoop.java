package io.fletching.nn;

import io.fletching.runtime.Checkpoint;
import io.fletching.runtime.Resumable;
import io.fletching.runtime.ScheduleRun;
import io.fletching.runtime.Technique;
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
    private final int accumulate;
    private final long stepsPerEpoch;
    private final Workspace workspace;
    private final Updater updater;
    private final ScheduleRun schedule;
    private final Standing standing;
    private final Evaluator evaluator;
    private final Program program;
    private final RowOrder order;
    private final Tensor targets;
    private final Tensor losses;
    private final Tensor outputGradient;
    private final boolean keepsStatistics;
    private final Report report = new Report();

    private long position;
    private long savedAt = System.nanoTime();
    private boolean stopped;

    TrainingLoop(Training training, RowSource source, Workers workers) {
        Model model = training.model();
        this.training = training;
        this.source = source;
        this.workers = workers;
        this.batch = Math.min(training.batch(), source.rows());
        this.accumulate = (int) Math.min(training.accumulate(), source.rows() / batch);
        this.stepsPerEpoch = source.rows() / (batch * accumulate);
        UpdaterBuilder updates = updates(model).check();
        this.workspace = new Workspace(model, batch, true);
        this.order = new RowOrder(source, training, batch, workspace);
        this.targets = workspace
                .memory()
                .allocate(source.targetType(), source.targetShape().batchOf(batch));
        this.losses = workspace.memory().allocate(DType.F64, Shape.of(batch));
        this.outputGradient = workspace
                .memory()
                .allocate(model.arithmetic(), workspace.output().shape());
        this.program = Program.training(workspace, this::fetch, this::differentiate, outputGradient);
        this.updater = updates.memory(workspace.memory()).build();
        this.schedule = training.schedule().start(workspace.memory());
        this.standing = new Standing(
                workspace.memory(),
                meaning(),
                training.epochs(),
                training.clippers().stream().map(Technique::name).toList());
        this.keepsStatistics = RunningStatistics.areKeptBy(model);
        this.evaluator = new Evaluator(model, Math.min(EVALUATION_BATCH, source.rows()), workers);
    }

    private UpdaterBuilder updates(Model model) {
        UpdaterBuilder builder = Updater.of(model.variables())
                .optimizer(training.optimizer())
                .product(model.product())
                .workers(workers);
        training.clippers().forEach(builder::clipper);
        training.groups().forEach(builder::group);
        if (!Double.isNaN(training.averageDecay())) {
            builder.average(training.averageDecay());
        }
        if (training.others() != null) {
            builder.others(training.others());
        }
        if (training.lossScale() != null) {
            builder.lossScale(training.lossScale());
        }
        if (!training.masters()) {
            builder.withoutMasters(training.seed());
        }
        return builder;
    }

    /// What a place in the order of rows, and the bits of dropout, follow from.
    private String meaning() {
        return "rows %d, batch %d, accumulated %d, window %d, seed %d, model's seed %d"
                .formatted(
                        source.rows(),
                        batch,
                        accumulate,
                        Math.min(source.rows(), training.window(source)),
                        training.seed(),
                        training.model().seed());
    }

    private List<Resumable> parts() {
        return List.of(workspace.model().variables(), updater, schedule, standing);
    }

    private void fetch(long first, long count) {
        for (long row = first; row < first + count; row++) {
            order.copy(position + row, workspace.input(), targets, row);
        }
    }

    private void differentiate(long first, long count) {
        training.loss()
                .apply(workspace.output(), targets, losses, outputGradient, first, count, updater.lossScale() / batch);
    }

    TrainingResult run(@Nullable RowSource validation) {
        if (training.resumed() != null) {
            Checkpoint.restore(training.resumed(), workspace.memory(), parts());
            program.resume(standing.batches());
        }
        program.derive(workers);
        while (standing.epoch() <= training.epochs() && !stopped) {
            double rowsPerSecond = steps();
            Score judged = validation == null ? Score.NONE : judge(validation);
            if (!stopped) {
                finish(judged, rowsPerSecond);
            }
        }
        if (training.checkpoints() != null) {
            save(training.checkpoints());
        }
        updater.adoptEvaluationWeights();
        if (updater.hasEvaluationWeights() && keepsStatistics && !stopped) {
            recomputeStatistics();
        }
        Score learned = score(source);
        return new TrainingResult(standing.step(), standing.seconds(), learned, standing.score(), stopped);
    }

    /// Takes the steps that the epoch at hand still has.
    ///
    /// @return rows in a second
    private double steps() {
        long start = System.nanoTime();
        order.start(standing.epoch());
        long first = standing.stepOfEpoch();
        for (long before = 0; before < first * accumulate; before++) {
            order.reach(before * batch);
        }
        while (standing.stepOfEpoch() < stepsPerEpoch && !stopped) {
            step();
            isStopping();
            Checkpoints checkpoints = training.checkpoints();
            if (checkpoints != null && checkpoints.isDue(standing.step(), System.nanoTime() - savedAt)) {
                save(checkpoints);
            }
        }
        double took = (System.nanoTime() - start) * 1e-9;
        standing.took(took);
        return (standing.stepOfEpoch() - first) * batch * accumulate / took;
    }

    private void finish(Score judged, double rowsPerSecond) {
        standing.score(judged);
        EpochReport told = standing.report(rowsPerSecond);
        schedule.judged(judged.loss(), Math.max(1, standing.step()), totalSteps());
        standing.nextEpoch();
        training.listeners().forEach(listener -> listener.epoch(told));
    }

    private void save(Checkpoints checkpoints) {
        Checkpoint.write(checkpoints.file(), parts());
        savedAt = System.nanoTime();
    }

    private Score judge(RowSource judged) {
        if (!updater.hasEvaluationWeights()) {
            return score(judged);
        }
        return updater.evaluate(() -> keepsStatistics ? judgeByStatisticsOfItsOwn(judged) : score(judged));
    }

    /// The statistics of training belong to other weights than those that are judged. They come back.
    private Score judgeByStatisticsOfItsOwn(RowSource judged) {
        return RunningStatistics.putBack(workspace.model(), () -> {
            recomputeStatistics();
            return score(judged);
        });
    }

    /// Over the training rows, in an order that is the same each time.
    private void recomputeStatistics() {
        order.start(0);
        RunningStatistics.recompute(
                workspace.model(),
                batch,
                source.rows() / batch,
                workers,
                (index, inputs) -> {
                    order.reach(index * batch);
                    for (long row = 0; row < batch; row++) {
                        order.copy(index * batch + row, inputs, targets, row);
                    }
                },
                this::isStopping);
    }

    private Score score(RowSource judged) {
        return stopped ? Score.NONE : evaluator.score(judged, training.loss(), this::isStopping);
    }

    /// Once asked to stop it stays so, whatever the caller says later.
    private boolean isStopping() {
        stopped |= training.stop().getAsBoolean();
        return stopped;
    }

    private void step() {
        long number = standing.step() + 1;
        workspace.model().variables().zeroGradients();
        double sum = 0;
        for (int i = 0; i < accumulate; i++) {
            position = (standing.stepOfEpoch() * accumulate + i) * batch;
            order.reach(position);
            program.run(workers);
            for (long row = 0; row < batch; row++) {
                sum += losses.get(row);
            }
        }
        UpdateReport update = updater.update(schedule.factor(number, totalSteps()), 1.0 / accumulate);
        program.derive(workers);
        report.set(number, standing.epoch(), sum / (batch * accumulate), update);
        standing.stepped(report, program.number());
        List<TrainingListener> listeners = training.listeners();
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).step(report);
        }
    }

    private long totalSteps() {
        return stepsPerEpoch * training.epochs();
    }

    /// The one report of all steps.
    private final class Report implements StepReport {
        private long number;
        private int epoch;
        private double loss;
        private @Nullable UpdateReport update;

        void set(long number, int epoch, double loss, UpdateReport update) {
            this.number = number;
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
            return number;
        }

        @Override
        public long totalSteps() {
            return TrainingLoop.this.totalSteps();
        }

        @Override
        public long rows() {
            return number * batch * accumulate;
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
        public double clipperNorm(int clipper) {
            return update().clipperNorm(clipper);
        }

        @Override
        public double clipperFactor(int clipper) {
            return update().clipperFactor(clipper);
        }

        @Override
        public boolean applied() {
            return update().applied();
        }

        @Override
        public List<LayerStatistics> layers() {
            return workspace.places().stream()
                    .map(place -> {
                        place.output().fetch(0, batch);
                        return LayerStatistics.of(place.name(), place.y());
                    })
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
