package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.runtime.Halves;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Workers;
import io.fletching.spi.Pass;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// The work of a workspace in its order, made once and run for every batch.
final class Program {
    private static final long PART = 65_536;

    private final Operation[] operations;
    private final Stages batch;
    private final Stages derivation;
    private long number;

    private Program(Workspace workspace, Stages batch) {
        this.operations = workspace.places().stream().map(Place::operation).toArray(Operation[]::new);
        this.batch = batch;
        this.derivation = stages(workspace);
        widen(workspace.model(), derivation);
        var calls = new ArrayList<Stages.Call>();
        var passes = new ArrayList<Pass>();
        for (Operation operation : operations) {
            if (operation.derived() > 0) {
                calls.add(operation::derive);
                passes.add(Pass.shares(operation.derived()));
            }
        }
        derivation.shares(calls, passes);
    }

    /// What layers see of weights that are stored in two bytes.
    private static void widen(Model model, Stages stages) {
        var calls = new ArrayList<Stages.Call>();
        var passes = new ArrayList<Pass>();
        for (Variable variable : model.variables()) {
            Tensor stored = variable.value();
            Tensor wide = model.computed().get(variable.name()).value();
            if (wide != stored) {
                calls.add((first, count) -> {
                    long from = first * PART;
                    Halves.widen(stored, wide, from, Math.min(count * PART, stored.size() - from));
                });
                passes.add(Pass.shares(Math.ceilDiv(stored.size(), PART)));
            }
        }
        stages.shares(calls, passes);
    }

    private static Stages stages(Workspace workspace) {
        return new Stages(workspace.batch(), workspace.rowBlock());
    }

    /// Forward alone, and what the caller does with each range of rows after it.
    static Program forward(Workspace workspace, Stages.Call after) {
        Stages stages = stages(workspace);
        forward(workspace, stages);
        stages.rows(after);
        stages.end();
        return new Program(workspace, stages);
    }

    /// Forward, through `loss`, which writes the gradient of the output for its rows, and back; last the gradients of
    /// the weights.
    static Program training(Workspace workspace, Stages.Call before, Stages.Call loss, Tensor outputGradient) {
        Stages stages = stages(workspace);
        List<Step> backward = workspace.backward(outputGradient);
        stages.rows(before);
        forward(workspace, stages);
        stages.rows(loss);
        backward(workspace, backward, stages);
        return new Program(workspace, stages);
    }

    /// The way back alone, for a workspace whose places have their gradients.
    static Stages backward(Workspace workspace, List<Step> steps) {
        Stages stages = stages(workspace);
        backward(workspace, steps, stages);
        return stages;
    }

    private static void backward(Workspace workspace, List<Step> steps, Stages stages) {
        var groups = new TreeMap<Integer, List<Waiting>>(Comparator.reverseOrder());
        for (Step step : steps) {
            if (step instanceof Step.Layered(Place place)) {
                groups.computeIfAbsent(place.group(), _ -> new ArrayList<>()).add(backward(place, stages));
            } else {
                stages.rows(rows(step));
            }
        }
        stages.end();
        groups.values().forEach(waiting -> weightGradients(workspace, waiting, stages));
    }

    private static void weightGradients(Workspace workspace, List<Waiting> waiting, Stages stages) {
        var fetches = new ArrayList<Step>();
        waiting.stream().filter(w -> !w.passes().isEmpty()).forEach(w -> workspace.read(w.place(), fetches));
        fetches.forEach(step -> stages.rows(rows(step)));
        stages.end();
        int most = waiting.stream().mapToInt(w -> w.passes().size()).max().orElse(0);
        for (int i = 0; i < most; i++) {
            int turn = i;
            var now = waiting.stream().filter(w -> w.passes().size() > turn).toList();
            stages.shares(
                    now.stream().map(w -> w.calls().get(turn)).toList(),
                    now.stream().map(w -> w.passes().get(turn)).toList());
        }
    }

    /// The passes of one operation that wait until the rows are through.
    private record Waiting(Place place, List<Stages.Call> calls, List<Pass> passes) {}

    private static void forward(Workspace workspace, Stages stages) {
        for (Step step : workspace.forward()) {
            if (step instanceof Step.Layered(Place place)) {
                Operation operation = place.operation();
                List<Pass> passes = operation.forward();
                for (int i = 0; i < passes.size(); i++) {
                    int pass = i;
                    add(stages, passes.get(i), (first, count) -> operation.forward(pass, first, count));
                }
            } else {
                stages.rows(rows(step));
            }
        }
    }

    private static Waiting backward(Place place, Stages stages) {
        Operation operation = place.operation();
        List<Pass> passes = operation.backward();
        int last = passes.lastIndexOf(Pass.parts());
        var calls = new ArrayList<Stages.Call>();
        for (int i = 0; i < passes.size(); i++) {
            int pass = i;
            Stages.Call call = (first, count) -> operation.backward(pass, first, count);
            if (i <= last) {
                add(stages, passes.get(i), call);
            } else {
                calls.add(call);
            }
        }
        return new Waiting(place, calls, passes.subList(last + 1, passes.size()));
    }

    private static void add(Stages stages, Pass pass, Stages.Call call) {
        if (pass.isParts()) {
            stages.rows(call);
        } else {
            stages.shares(List.of(call), List.of(pass));
        }
    }

    /// A step that needs no other row.
    private static Stages.Call rows(Step step) {
        return switch (step) {
            case Step.Added(Signal a, Signal b, Signal y) -> add(a.tensor(), b.tensor(), y.tensor());
            case Step.Kept(Signal signal) -> signal::keep;
            case Step.Fetched(Signal signal) -> signal::fetch;
            case Step.Layered(Place place) ->
                throw new IllegalArgumentException("The layer '" + place.name() + "' has passes.");
        };
    }

    private static Stages.Call add(Tensor left, Tensor right, Tensor sum) {
        Kernels kernels = Kernels.ofBytes(sum.dtype().bytes());
        long width = sum.shape().rowLength();
        var a = left.data();
        var b = right.data();
        var y = sum.data();
        return (first, count) -> {
            long at = first * width;
            kernels.add(a, at, b, at, y, at, count * width);
        };
    }

    /// Brings what layers derive from weights up to date: at first, and after every change of the weights.
    void derive(Workers workers) {
        derivation.run(workers);
    }

    /// Batches so far, which dropout's bits follow from.
    long number() {
        return number;
    }

    /// Goes on behind so many batches.
    void resume(long number) {
        this.number = number;
    }

    /// Runs one batch.
    void run(Workers workers) {
        number++;
        for (Operation operation : operations) {
            operation.begin(number);
        }
        batch.run(workers);
    }
}
