package io.fletching.tck;

import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The gradients of a few parameters under a clipper, on one thread: for tests of a formula.
public final class ClipperTrial extends Trial {
    private final Clipper.Rule rule;
    private final List<Tensor> values = new ArrayList<>();
    private final List<Tensor> gradients = new ArrayList<>();
    private final Map<String, Tensor> kept = new LinkedHashMap<>();
    private final Measured measured;
    private final State history;
    private final List<Plan> edits = new ArrayList<>();

    ClipperTrial(Clipper.Rule rule, List<Parameter> parameters, Bench bench) {
        super(bench);
        this.rule = rule;
        for (Parameter parameter : parameters) {
            values.add(bench.tensor(DType.F32, parameter.shape()));
            gradients.add(bench.tensor(DType.F32, parameter.shape()));
        }
        this.measured = new Measured(rule, parameters, gradients);
        this.history = plan(rule.history(), 0).combining();
        for (int i = 0; i < parameters.size(); i++) {
            edits.add(plan(rule.edits(parameters.get(i)), i));
        }
    }

    /// A trial of gradients of zeros, of parameters that are laid out as `[out, in, …]`.
    ///
    /// @param options texts; the defaults for those that are absent
    public static ClipperTrial of(Clipper clipper, Map<String, String> options, Shape... shapes) {
        var parameters = new Parameter[shapes.length];
        for (int i = 0; i < shapes.length; i++) {
            parameters[i] = Parameter.of("parameter-" + i, shapes[i]);
        }
        return of(clipper, options, parameters);
    }

    /// A trial of gradients of zeros.
    ///
    /// @param options texts; the defaults for those that are absent
    public static ClipperTrial of(Clipper clipper, Map<String, String> options, Parameter... parameters) {
        var rule = clipper.bind(clipper.descriptor().parse(options));
        return new ClipperTrial(rule, List.of(parameters), Bench.plain());
    }

    private Plan plan(StateLayout layout, int index) {
        var gradient = gradients.get(index);
        return new Plan(
                layout, gradient.shape(), DType.F32, bench(), this::keep, slot -> gradient, turn -> edit(turn, index));
    }

    private Tensor keep(StateSlot slot, Shape shape) {
        var tensor = bench().tensor(slot.dtype(), shape, slot.initial());
        kept.put(slot.name(), tensor);
        return tensor;
    }

    private Runnable edit(Turn turn, int index) {
        var gradient = turn.see(gradients.get(index));
        var value = turn.see(values.get(index).readOnly());
        return () -> rule.edit(gradient, value, turn.state(), turn);
    }

    /// The value of a parameter.
    public Tensor parameter(int index) {
        return values.get(index);
    }

    /// A gradient: as it is, and after [#clip] as the clipper left it.
    public Tensor gradient(int index) {
        return gradients.get(index);
    }

    /// What the clipper remembers, by the names of the slots.
    public Map<String, Tensor> history() {
        return kept;
    }

    /// Clips the gradients as one update would, and multiplies the factors in.
    ///
    /// @param scale the pending factor of all gradients, such as the inverse of a loss scale
    public void clip(double scale) {
        measured.measure(scale);
        rule.decide(measured, history);
        for (int i = 0; i < edits.size(); i++) {
            measured.settle(i);
            edits.get(i).run(bench().workers());
        }
    }

    /// An update that the host refuses once it has measured the gradients, because one is not finite.
    void refuse() {
        measured.measure(1);
        measured.resume(measured.number() - 1);
    }

    @Override
    void feed(int turn) {
        for (int i = 0; i < gradients.size(); i++) {
            if (turn == 1) {
                Numbers.fill(values.get(i), "parameter-" + i);
            }
            Numbers.fill(gradients.get(i), "gradient-" + i + "-" + turn, turn);
        }
    }

    @Override
    void run() {
        clip(1);
    }

    @Override
    String now() {
        return new Digest().add(gradients).add(kept.values()).text();
    }

    @Override
    String inputs() {
        return new Digest().add(values).text();
    }

    @Override
    String partwise() {
        return edits.stream().allMatch(Plan::isPartwise) ? now() : "";
    }

    @Override
    void poison() {
        gradients.forEach(Trial::poison);
        measured.propagate();
    }

    @Override
    void copyFrom(Trial trial) {
        var other = (ClipperTrial) trial;
        measured.resume(other.measured.number());
        for (int i = 0; i < values.size(); i++) {
            values.get(i).data().copyFrom(other.values.get(i).data());
        }
        kept.forEach((name, tensor) ->
                tensor.data().copyFrom(Named.find(other.kept, name).data()));
    }
}
