package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.kernels.Kernels;
import io.fletching.spi.Call;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Gradients;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot.Extent;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The clippers of an update, one after another, and the numbers they decide from.
///
/// A factor stays pending, to be folded into the step, until a clipper edits the gradient: then it is multiplied in
/// first, and the gradients are measured again for the clippers behind it.
final class ClipChain implements Gradients {
    private final List<Variable> variables = new ArrayList<>();
    private final Measure measure;
    private final List<Link> links = new ArrayList<>();
    private final double[] pending;
    private final double[] factors;
    private boolean propagating;
    private long number;

    /// The clipper that decides now.
    private int position;

    /// @param edited where this clipper's edits want the pending factor multiplied in
    private record Link(Clipper.Rule rule, String name, State history, Sweeps edits, List<Integer> edited) {}

    private record EditCall(
            Clipper.Rule rule, Tensor gradient, Tensor parameter, State state, int pass, long first, long count)
            implements Call, Runnable {
        @Override
        public void run() {
            rule.edit(gradient, parameter, state, this);
        }
    }

    /// @param kept takes the histories as `clipper/position-name/slot`
    /// @param meaning takes the versions of their layouts, as `clipper/position-name`
    ClipChain(
            List<Widened> parameters,
            List<Technique<? extends Clipper>> clippers,
            Memory memory,
            Workers workers,
            Map<String, Tensor> kept,
            Map<String, String> meaning) {
        parameters.forEach(parameter -> variables.add(parameter.variable()));
        this.pending = new double[variables.size()];
        this.factors = new double[variables.size()];
        List<Clipper.Rule> rules = clippers.stream()
                .map(clipper -> clipper.provider().bind(clipper.options()))
                .toList();
        this.measure = new Measure(variables, rules, workers);
        for (int i = 0; i < rules.size(); i++) {
            String name = clippers.get(i).name();
            String place = "clipper/" + i + "-" + name;
            meaning.put(place, StateMeaning.text(name, rules.get(i).history()));
            links.add(link(rules.get(i), name, place, parameters, memory, workers, kept));
        }
    }

    private Link link(
            Clipper.Rule rule,
            String name,
            String prefix,
            List<Widened> parameters,
            Memory memory,
            Workers workers,
            Map<String, Tensor> kept) {
        StateLayout history = rule.history();
        if (history.slots().stream().anyMatch(slot -> slot.extent() != Extent.FIXED)) {
            throw new FletchingException(
                    Kind.PROVIDER,
                    "clipper-history",
                    "The history of '" + name + "' is '" + history + "'; expected FIXED slots alone.");
        }
        Tensor none = Tensor.shapeOnly(DType.F32, Shape.of(1));
        Cut cut = Cut.of(history, none.shape());
        var slots = new SlotMemory(history, cut, none, name, memory::allocate, memory::allocate);
        slots.kept(prefix, kept);

        var work = new Work(false);
        List<Integer> edited = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
            Variable variable = variables.get(i);
            StateLayout layout = rule.edits(variable.parameter());
            if (!layout.passes().isEmpty()) {
                edited.add(i);
            }
            work.add(
                    parameters.get(i),
                    layout,
                    name,
                    (pass, first, count, view, parameter, state) -> new EditCall(
                            rule, view.apply(variable.gradient()), parameter.readOnly(), state, pass, first, count));
        }
        return new Link(
                rule,
                name,
                States.combining(history, cut, slots::get, slots::get),
                work.plan(memory, workers, kept),
                edited);
    }

    /// Reads the gradients.
    ///
    /// @param gradientScale the factor that is pending on all of them
    void measure(double gradientScale) {
        Arrays.fill(pending, gradientScale);
        Arrays.fill(factors, 1);
        measure.sweep(0);
    }

    /// The first gradient that is not finite, or -1.
    int firstNonFinite() {
        for (int i = 0; i < pending.length; i++) {
            if (!Double.isFinite(measure.squares(i))) {
                return i;
            }
        }
        return -1;
    }

    /// Lets every clipper decide and edit.
    ///
    /// @param propagating whether factors that are not finite are let through, because the gradients are
    void run(long number, boolean propagating) {
        this.number = number;
        this.propagating = propagating;
        for (position = 0; position < links.size(); position++) {
            Link link = links.get(position);
            link.rule.decide(this, link.history);
            if (!link.edited.isEmpty()) {
                edit(link);
            }
        }
    }

    private void edit(Link link) {
        for (int i = 0; i < link.edited.size(); i++) {
            int index = link.edited.get(i);
            if (pending[index] != 1) {
                Tensor gradient = variables.get(index).gradient();
                Kernels.f32().scale(gradient.data(), 0, gradient.data(), 0, gradient.size(), pending[index]);
                pending[index] = 1;
            }
        }
        link.edits.run();
        if (position + 1 < links.size()) {
            measure.sweep(position + 1);
            if (!propagating && firstNonFinite() >= 0) {
                throw new FletchingException(
                        Kind.PROVIDER,
                        "clipper-non-finite",
                        "The clipper '" + link.name + "' made the gradient of '"
                                + variables.get(firstNonFinite()).name() + "' not finite.");
            }
        }
    }

    /// The smallest factor that a clipper gave any gradient.
    double smallestFactor() {
        double smallest = 1;
        for (double factor : factors) {
            smallest = Math.min(smallest, factor);
        }
        return smallest;
    }

    @Override
    public int count() {
        return pending.length;
    }

    @Override
    public Parameter parameter(int index) {
        return variables.get(index).parameter();
    }

    @Override
    public double norm() {
        double sum = 0;
        for (int i = 0; i < pending.length; i++) {
            sum += pending[i] * pending[i] * measure.squares(i);
        }
        return Math.sqrt(sum);
    }

    @Override
    public double norm(int index) {
        return pending[index] * Math.sqrt(measure.squares(index));
    }

    @Override
    public double maximum(int index) {
        return pending[index] * measure.maximum(index);
    }

    @Override
    public double pending(int index) {
        return pending[index];
    }

    @Override
    public double measured(int index, int k) {
        return measure.sum(position, index, k);
    }

    @Override
    public void scale(double factor) {
        for (int i = 0; i < pending.length; i++) {
            scale(i, factor);
        }
    }

    @Override
    public void scale(int index, double factor) {
        if (!(factor > 0 && factor <= Double.MAX_VALUE) && !propagating) {
            throw new FletchingException(
                    Kind.PROVIDER,
                    "clipper-factor",
                    "The clipper '" + links.get(position).name + "' scales the gradient of '"
                            + parameter(index).name() + "' by '" + factor + "'; expected a finite number above 0.");
        }
        pending[index] *= factor;
        factors[index] *= factor;
    }

    @Override
    public long number() {
        return number;
    }
}
