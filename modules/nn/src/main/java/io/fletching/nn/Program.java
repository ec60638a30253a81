package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.runtime.Workers;
import io.fletching.spi.Pass;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The work of a workspace in its order, made once and run for every batch.
final class Program {
    private final Operation[] operations;
    private final Stages batch;
    private final Stages derivation;
    private long number;

    private Program(Workspace workspace, Stages batch) {
        this.operations = workspace.places().stream().map(Place::operation).toArray(Operation[]::new);
        this.batch = batch;
        this.derivation = stages(workspace);
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
        backward(backward, stages);
        return new Program(workspace, stages);
    }

    /// The way back alone, for a workspace whose places have their gradients.
    static Stages backward(Workspace workspace, List<Step> steps) {
        Stages stages = stages(workspace);
        backward(steps, stages);
        return stages;
    }

    private static void backward(List<Step> steps, Stages stages) {
        var waiting = new ArrayList<Waiting>();
        for (Step step : steps) {
            switch (step) {
                case Step.Layered(Place place) -> waiting.add(backward(place.operation(), stages));
                case Step.Added added -> stages.rows(add(added));
            }
        }
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
    private record Waiting(List<Stages.Call> calls, List<Pass> passes) {}

    private static void forward(Workspace workspace, Stages stages) {
        for (Step step : workspace.forward()) {
            switch (step) {
                case Step.Layered(Place place) -> {
                    Operation operation = place.operation();
                    List<Pass> passes = operation.forward();
                    for (int i = 0; i < passes.size(); i++) {
                        int pass = i;
                        add(stages, passes.get(i), (first, count) -> operation.forward(pass, first, count));
                    }
                }
                case Step.Added added -> stages.rows(add(added));
            }
        }
    }

    private static Waiting backward(Operation operation, Stages stages) {
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
        return new Waiting(calls, passes.subList(last + 1, passes.size()));
    }

    private static void add(Stages stages, Pass pass, Stages.Call call) {
        if (pass.isParts()) {
            stages.rows(call);
        } else {
            stages.shares(List.of(call), List.of(pass));
        }
    }

    private static Stages.Call add(Step.Added step) {
        Kernels kernels = Kernels.ofBytes(step.y().dtype().bytes());
        long width = step.y().shape().rowLength();
        var a = step.a().data();
        var b = step.b().data();
        var y = step.y().data();
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
