package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Shape;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The update of a model: measure every gradient once, find the non-finite before anything is written, clip, step.
///
/// A parameter of BF16 or F16 is updated by a master in float32, or see [UpdaterBuilder#withoutMasters]: rules compute
/// in float32 alone. The updater owns their state, in Arrow memory of its own. Which threads run it changes no bit of
/// the result, and an update allocates nothing. Gradients are read, and changed only by clippers that must; zeroing
/// them is the caller's.
public final class Updater implements Resumable, AutoCloseable {
    private final Memory memory;
    private final Clipper.NonFinite onNonFinite;
    private final double baseRate;
    private final List<Widened> trained = new ArrayList<>();

    /// By parameter of the model: its index among the trained, or -1.
    private final int[] trainedIndex;

    private final ClipChain clipping;
    private final Paces paces = new Paces();
    private final Work work = new Work(true);
    private final Sweeps steps;
    private final EvaluationWeights evaluation;
    private final Scaling scaling;
    private final Map<String, Tensor> state = new LinkedHashMap<>();
    private final Map<String, String> meaning = new LinkedHashMap<>();
    private final UpdateReport report;

    /// Applied and skipped updates.
    private final Tensor counts;

    /// The schedule's factor in the last update.
    private final Tensor lastFactor;

    /// Parameters that a checkpoint is to be restored to, in which they were frozen.
    private final List<Widened> thawed = new ArrayList<>();

    private long number;
    private boolean exchanged;
    private @Nullable Throwable poison;

    /// A builder for the update of these parameters.
    public static UpdaterBuilder of(Variables variables) {
        return new UpdaterBuilder(variables);
    }

    Updater(UpdaterBuilder plan, Memory memory, Workers workers) {
        this.memory = memory;
        this.onNonFinite = plan.onNonFinite();
        this.baseRate = UpdaterBuilder.learningRate(plan.optimizer());
        Map<Variable, ParameterGroup.Treatment> treatments = plan.treatments();
        this.report = new UpdateReport(treatments.size(), plan.clippers().size());
        this.trainedIndex = new int[treatments.size()];
        this.counts = keep("updater/counts", DType.I64, 2);
        this.lastFactor = keep("updater/schedule-factor", DType.F64, 1);
        int index = 0;
        for (var entry : treatments.entrySet()) {
            trainedIndex[index++] = entry.getValue().frozen() ? -1 : trained.size();
            Variable variable = entry.getKey();
            Tensor updates = keep(number(variable), DType.I64, 1);
            if (!entry.getValue().frozen()) {
                trained.add(plan.widened(variable, updates, memory));
            }
        }
        for (Widened parameter : trained) {
            if (parameter instanceof Widened.Mastered mastered) {
                state.put(mastered.variable().name() + "/master", mastered.master());
            }
        }
        if (!plan.rounding().isEmpty()) {
            meaning.put(StateMeaning.ROUNDING, plan.rounding());
        }
        this.clipping = new ClipChain(
                trained,
                variable -> !plan.treatment(variable).unclipped(),
                plan.clippers(),
                memory,
                workers,
                state,
                meaning);
        this.scaling = new Scaling(plan.lossScale(), memory, state);
        this.evaluation = new EvaluationWeights(
                plan.averageDecay(), trained.stream().anyMatch(Widened::needsRoom), memory, workers);
        List<Runnable> later = new ArrayList<>();
        for (int i = 0; i < trained.size(); i++) {
            later.add(add(trained.get(i), i, plan));
        }
        this.steps = work.plan(memory, workers, state);
        later.forEach(Runnable::run);
    }

    private Tensor keep(String name, DType type, long size) {
        Tensor tensor = memory.allocate(type, Shape.of(size));
        state.put(name, tensor);
        return tensor;
    }

    /// The name of a parameter's number of updates.
    private static String number(Variable variable) {
        return variable.name() + "/number";
    }

    /// @return what is to do when the state is planned
    private Runnable add(Widened parameter, int index, UpdaterBuilder plan) {
        Variable variable = parameter.variable();
        ParameterGroup.Treatment treatment = plan.treatment(variable);
        Technique<? extends Optimizer> optimizer = treatment.optimizer();
        Optimizer.Rule rule = plan.rule(optimizer);
        StateLayout layout = rule.layout(variable.parameter());
        double rate = UpdaterBuilder.learningRate(optimizer) * treatment.learningRateFactor();
        var progress = new Progress(
                new Pace.Key(rule, rate, treatment.decay(), layout.scalarCount()),
                Objects.requireNonNull(state.get(number(variable))));
        paces.add(progress);
        meaning.put(StateMeaning.optimizer(variable.name()), StateMeaning.text(optimizer.name(), layout));
        Tensor gradient = variable.gradient().readOnly();
        work.add(
                parameter,
                layout,
                optimizer.name(),
                (pass, first, count, view, values, part) -> new StepCall(
                        rule,
                        values,
                        view.apply(gradient),
                        part,
                        progress,
                        clipping,
                        index,
                        plan.multiplication(),
                        pass,
                        first,
                        count));
        return () -> {
            if (evaluation.isAveraging()) {
                evaluation.add(parameter, state);
            } else if (rule.hasEvaluationWeights()) {
                evaluation.add(
                        parameter,
                        rule,
                        layout,
                        work.slots(variable),
                        (value, part, first, count) -> new StepCall(
                                rule,
                                value,
                                gradient,
                                part,
                                progress,
                                clipping,
                                index,
                                plan.multiplication(),
                                0,
                                first,
                                count));
            }
        };
    }

    /// One update of every parameter that is not frozen.
    ///
    /// Where the loss is scaled, a gradient that is not finite lowers the scale and leaves the update out; see
    /// [#lossScale].
    ///
    /// @param scheduleFactor on every learning rate; finite, at least 0
    /// @param gradientScale on every gradient, such as 1 / accumulated batches; finite, above 0. The loss scale is
    ///     taken out besides
    /// @return the report, one object for all updates
    /// @throws FletchingException of kind `DATA` (`gradient-non-finite`) where a gradient is not finite and no clipper
    ///     says otherwise: nothing was changed. Of kind `PROVIDER` (`updater-poisoned`) after a provider threw in the
    ///     middle of an update
    public UpdateReport update(double scheduleFactor, double gradientScale) {
        require(
                scheduleFactor >= 0 && scheduleFactor <= Double.MAX_VALUE,
                "schedule factor",
                scheduleFactor,
                "of at least");
        require(gradientScale > 0 && gradientScale <= Double.MAX_VALUE, "gradient scale", gradientScale, "above");
        if (poison != null) {
            throw new FletchingException(
                    Kind.PROVIDER,
                    "updater-poisoned",
                    "Update " + (number + 1) + " failed half-way (" + poison.getMessage()
                            + "), so the parameters are between two updates. Restore a checkpoint into a new updater.",
                    poison);
        }
        if (exchanged) {
            throw new IllegalStateException("The parameters hold the evaluation weights; nothing can be updated.");
        }
        clipping.measure(gradientScale / scaling.factor());
        describe(scheduleFactor);
        int bad = clipping.firstNonFinite();
        if (bad >= 0 && scaling.backOff()) {
            skip(trained.get(bad).variable());
            return report;
        }
        if (bad >= 0 && onNonFinite != Clipper.NonFinite.PROPAGATE) {
            refuse(trained.get(bad).variable());
            return report;
        }
        try {
            clipping.run(number + 1, bad >= 0, report);
            paces.advance(scheduleFactor);
            steps.run();
            if (evaluation.isAveraging()) {
                evaluation.follow(number + 1);
            }
        } catch (RuntimeException | Error failure) {
            poison = failure;
            throw failure;
        }
        number++;
        scaling.grow();
        counts.set(0, (double) number);
        lastFactor.set(0, scheduleFactor);
        report.number = number;
        report.applied = true;
        return report;
    }

    private static void require(boolean isRight, String what, double value, String bound) {
        if (!isRight) {
            throw new IllegalArgumentException(
                    "The " + what + " is '" + value + "'; expected a finite number " + bound + " 0.");
        }
    }

    private void describe(double scheduleFactor) {
        report.applied = false;
        report.refused = "";
        report.learningRate = baseRate * scheduleFactor;
        report.norm = clipping.normOfAll();
        report.unclipped();
        for (int i = 0; i < trainedIndex.length; i++) {
            report.norms()[i] = trainedIndex[i] < 0 ? 0 : clipping.normOf(trainedIndex[i]);
        }
    }

    private void refuse(Variable variable) {
        if (onNonFinite == Clipper.NonFinite.SKIP) {
            skip(variable);
            return;
        }
        Tensor gradient = variable.gradient();
        long at = 0;
        while (Double.isFinite(gradient.get(at))) {
            at++;
        }
        throw new FletchingException(
                Kind.DATA,
                "gradient-non-finite",
                "Update " + (number + 1) + " is refused: the gradient of '" + variable.name() + "' is '"
                        + gradient.get(at) + "' at element " + at
                        + "; expected finite numbers. Nothing was changed. A lower learning rate helps, or a clipper"
                        + " whose option 'on-non-finite' is 'skip'.");
    }

    private void skip(Variable variable) {
        report.refused = variable.name();
        report.skipped++;
        counts.set(1, (double) report.skipped);
    }

    /// What a loss, or its gradient, is to be multiplied by in the next update's batch; 1 without a [LossScale].
    public double lossScale() {
        return scaling.factor();
    }

    /// Whether the model is judged by other weights than those that train: their averages, or what an optimizer such as
    /// schedule-free AdamW has for it.
    public boolean hasEvaluationWeights() {
        return evaluation.exists();
    }

    /// Does something while the parameters hold the evaluation weights, and gives them back their own, bit by bit.
    /// Whoever keeps copies of weights makes them anew in between.
    public <T> T evaluate(Supplier<T> body) {
        evaluation.make();
        return exchanged(body);
    }

    private <T> T exchanged(Supplier<T> body) {
        evaluation.exchange();
        exchanged = true;
        try {
            return body.get();
        } finally {
            evaluation.exchange();
            exchanged = false;
        }
    }

    /// Leaves the evaluation weights in the parameters, for good: to use the model. There are no updates any more.
    public void adoptEvaluationWeights() {
        if (hasEvaluationWeights() && !exchanged) {
            evaluation.make();
            evaluation.exchange();
            exchanged = true;
        }
    }

    /// Applied updates so far.
    public long number() {
        return number;
    }

    /// What a checkpoint keeps beside the parameters, by name: `parameter/number` (its updates),
    /// `parameter/optimizer/slot`, `parameter/average`, `parameter/master` (of BF16 and F16, in F32),
    /// `clipper/position-name/slot` and `updater/…`.
    @Override
    public Map<String, Tensor> state() {
        if (exchanged) {
            throw new IllegalStateException("The parameters hold the evaluation weights; their state is not whole.");
        }
        return Collections.unmodifiableMap(state);
    }

    /// Optimizer and version of its layout as `parameter/optimizer`, those of a clipper as `clipper/position-name`.
    @Override
    public Map<String, String> meaning() {
        return Collections.unmodifiableMap(meaning);
    }

    /// All of the state, but for parameters that were frozen when it was saved and are trained now: their number is 0,
    /// and they start as they would have. Only before the first update.
    ///
    /// @throws FletchingException of kind `DATA` where another optimizer or clipper, or another version of its layout,
    ///     saved a state, or a parameter that was trained is frozen now
    @Override
    public Map<String, Tensor> expected(SafeTensors saved) {
        if (number > 0 || poison != null) {
            throw new IllegalStateException("An updater is restored before its first update.");
        }
        thawed.clear();
        Map<String, String> texts = StateMeaning.ofUpdater(saved);
        Map<String, Tensor> expected = new LinkedHashMap<>(state);
        for (Widened parameter : trained) {
            Variable variable = parameter.variable();
            Tensor updates = saved.tensors().get(number(variable));
            String optimizer = StateMeaning.optimizer(variable.name());
            if (updates != null && updates.get(0) == 0 && !texts.containsKey(optimizer)) {
                texts.put(optimizer, Objects.requireNonNull(meaning.get(optimizer)));
                thawed.add(parameter);
                expected.keySet()
                        .removeIf(name -> name.startsWith(variable.name() + "/") && !name.equals(number(variable)));
            }
        }
        StateMeaning.requireSame(saved.file(), texts, meaning);
        return expected;
    }

    @Override
    public void resumed() {
        number = (long) counts.get(0);
        report.number = number;
        report.skipped = (long) counts.get(1);
        paces.resume(lastFactor.get(0));
        for (Widened parameter : thawed) {
            parameter.start();
            work.slots(parameter.variable()).start();
            evaluation.start(parameter.variable());
        }
    }

    /// Gives the state's memory back.
    @Override
    public void close() {
        memory.close();
    }
}
