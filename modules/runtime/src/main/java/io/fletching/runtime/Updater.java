package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.spi.Clipper;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Optimizer;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The update of a model: measure every gradient once, find the non-finite before anything is written, clip, step.
///
/// It owns the optimizers' state, in Arrow memory of its own. Which threads run it changes no bit of the result, and an
/// update allocates nothing. Gradients are read, and changed only by clippers that must; zeroing them is the caller's.
public final class Updater implements AutoCloseable {
    private final Memory memory;
    private final Clipper.NonFinite onNonFinite;
    private final double baseRate;
    private final List<Variable> trained = new ArrayList<>();

    /// By parameter of the model: its index among the trained, or -1.
    private final int[] trainedIndex;

    private final ClipChain clipping;
    private final Pace[] paces;
    private final Sweeps steps;
    private final Map<String, Tensor> state = new LinkedHashMap<>();
    private final UpdateReport report;
    private long number;
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
        this.report = new UpdateReport(treatments.size());
        this.trainedIndex = new int[treatments.size()];
        int index = 0;
        for (var entry : treatments.entrySet()) {
            trainedIndex[index++] = entry.getValue().frozen() ? -1 : trained.size();
            if (!entry.getValue().frozen()) {
                trained.add(entry.getKey());
            }
        }
        this.clipping = new ClipChain(trained, plan.clippers(), memory, workers, state);

        Map<Pace.Key, Pace> byKey = new LinkedHashMap<>();
        var work = new Work();
        for (int i = 0; i < trained.size(); i++) {
            add(trained.get(i), i, plan, work, byKey);
        }
        this.paces = byKey.values().toArray(Pace[]::new);
        this.steps = work.plan(memory, workers, state);
    }

    private void add(Variable variable, int index, UpdaterBuilder plan, Work work, Map<Pace.Key, Pace> byKey) {
        ParameterGroup.Treatment treatment = plan.treatment(variable);
        Technique<? extends Optimizer> optimizer = treatment.optimizer();
        Optimizer.Rule rule = plan.rule(optimizer);
        StateLayout layout = rule.layout(variable.parameter());
        double rate = UpdaterBuilder.learningRate(optimizer) * treatment.learningRateFactor();
        Pace pace = byKey.computeIfAbsent(new Pace.Key(rule, rate, treatment.decay(), layout.scalarCount()), Pace::new);
        Tensor gradient = variable.gradient().readOnly();
        work.add(
                variable,
                layout,
                optimizer.name(),
                (pass, first, count, view, part) -> new StepCall(
                        rule,
                        view.apply(variable.value()),
                        view.apply(gradient),
                        part,
                        pace,
                        clipping,
                        index,
                        pass,
                        first,
                        count));
    }

    /// One update of every parameter that is not frozen.
    ///
    /// @param scheduleFactor on every learning rate; finite, at least 0
    /// @param gradientScale on every gradient, such as 1 / accumulated batches or 1 / loss scale; finite, above 0
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
        clipping.measure(gradientScale);
        describe(scheduleFactor);
        int bad = clipping.firstNonFinite();
        if (bad >= 0 && onNonFinite != Clipper.NonFinite.PROPAGATE) {
            refuse(trained.get(bad));
            return report;
        }
        try {
            clipping.run(number + 1, bad >= 0);
            for (Pace pace : paces) {
                pace.advance(scheduleFactor);
            }
            steps.run();
        } catch (RuntimeException | Error failure) {
            poison = failure;
            throw failure;
        }
        number++;
        report.number = number;
        report.clipFactor = clipping.smallestFactor();
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
        report.clipFactor = 1;
        report.learningRate = baseRate * scheduleFactor;
        report.norm = clipping.norm();
        for (int i = 0; i < trainedIndex.length; i++) {
            report.norms()[i] = trainedIndex[i] < 0 ? 0 : clipping.norm(trainedIndex[i]);
        }
    }

    private void refuse(Variable variable) {
        if (onNonFinite == Clipper.NonFinite.SKIP) {
            report.refused = variable.name();
            report.skipped++;
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

    /// Applied updates so far.
    public long number() {
        return number;
    }

    /// What a checkpoint keeps beside the parameters, by name: `parameter/optimizer/slot` and
    /// `clipper/position-name/slot`.
    public Map<String, Tensor> state() {
        return Collections.unmodifiableMap(state);
    }

    /// Gives the state's memory back.
    @Override
    public void close() {
        memory.close();
    }
}
