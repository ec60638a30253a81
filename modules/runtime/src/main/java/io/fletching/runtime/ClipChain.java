package io.fletching.runtime;

import io.fletching.arrow.Memory;
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
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// The clippers of an update, one after another, and the numbers they decide from.
///
/// A factor stays pending, to be folded into the step, until a clipper edits the gradient: then it is multiplied in
/// first, and the gradients are measured again for the clippers behind it. Those behind a factor know without: norms
/// and maxima go with it.
///
/// As [Gradients] it counts those parameters alone that clippers may see.
final class ClipChain implements Gradients {
    private final List<Variable> variables = new ArrayList<>();

    /// Which of the variables clippers see.
    private final int[] clipped;

    private final Measure measure;
    private final List<Link> links = new ArrayList<>();
    private final double[] pending;

    /// What clippers left of the norm of each gradient.
    private final double[] left;

    private final double[] leftBefore;
    private final double[] settling;
    private boolean propagating;
    private long number;

    /// The clipper that decides now.
    private int position;

    private record Link(Clipper.Rule rule, String name, State history, Sweeps edits, List<Edited> edited) {}

    /// A gradient that a clipper edits, and the calls that do.
    private record Edited(int variable, List<EditCall> calls) {}

    /// @param isClipped whether clippers see a variable
    /// @param kept takes the histories as `clipper/position-name/slot`
    /// @param meaning takes the versions of their layouts, as `clipper/position-name`
    ClipChain(
            List<Widened> parameters,
            Predicate<Variable> isClipped,
            List<Technique<? extends Clipper>> clippers,
            Memory memory,
            Workers workers,
            Map<String, Tensor> kept,
            Map<String, String> meaning) {
        parameters.forEach(parameter -> variables.add(parameter.variable()));
        this.pending = new double[variables.size()];
        this.left = new double[variables.size()];
        this.leftBefore = new double[variables.size()];
        this.settling = new double[variables.size()];
        this.clipped = IntStream.range(0, variables.size())
                .filter(i -> isClipped.test(variables.get(i)))
                .toArray();
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
        List<Edited> edited = new ArrayList<>();
        for (int i : clipped) {
            Tensor gradient = variables.get(i).gradient();
            StateLayout layout = rule.edits(variables.get(i).parameter());
            if (layout.passes().isEmpty()) {
                continue;
            }
            List<EditCall> calls = new ArrayList<>();
            edited.add(new Edited(i, calls));
            work.add(parameters.get(i), layout, name, (pass, first, count, view, parameter, state) -> {
                calls.add(new EditCall(
                        rule, layout, view.apply(gradient), parameter.readOnly(), state, pass, first, count));
                return calls.getLast();
            });
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
        Arrays.fill(left, 1);
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
    /// @param report takes what each clipper found and did
    void run(long number, boolean propagating, UpdateReport report) {
        this.number = number;
        this.propagating = propagating;
        for (position = 0; position < links.size(); position++) {
            Link link = links.get(position);
            System.arraycopy(left, 0, leftBefore, 0, left.length);
            double norm = norm();
            link.rule.decide(this, link.history);
            if (!link.edited.isEmpty()) {
                edit(link);
            }
            report.clipped(position, norm, smallestShare(leftBefore));
        }
        Arrays.fill(leftBefore, 1);
        report.clipFactor = smallestShare(leftBefore);
    }

    private void edit(Link link) {
        Arrays.fill(settling, 1);
        boolean settled = true;
        for (int i = 0; i < link.edited.size(); i++) {
            int variable = link.edited.get(i).variable;
            settled &= pending[variable] == 1;
            settling[variable] = pending[variable];
            pending[variable] = 1;
        }
        if (!settled) {
            measure.multiply(settling);
        }
        link.edits.run();
        for (int i = 0; i < link.edited.size(); i++) {
            Edited edited = link.edited.get(i);
            left[edited.variable] *= share(edited.calls);
        }
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

    /// What edits left of a gradient's norm.
    private static double share(List<EditCall> calls) {
        double before = 0;
        double after = 0;
        for (int i = 0; i < calls.size(); i++) {
            EditCall call = calls.get(i);
            before += call.before();
            after += call.after();
            call.clear();
        }
        return before > 0 && Double.isFinite(after / before) ? Math.sqrt(after / before) : 1;
    }

    /// The smallest share that is left of what was left of any gradient's norm.
    private double smallestShare(double[] before) {
        double smallest = 1;
        for (int i : clipped) {
            smallest = Math.min(smallest, left[i] / before[i]);
        }
        return smallest;
    }

    /// The 2-norm of all gradients, whether clippers see them or not.
    double normOfAll() {
        double sum = 0;
        for (int i = 0; i < pending.length; i++) {
            sum += pending[i] * pending[i] * measure.squares(i);
        }
        return Math.sqrt(sum);
    }

    double normOf(int variable) {
        return pending[variable] * Math.sqrt(measure.squares(variable));
    }

    /// The factor that the step is to multiply a gradient by.
    double pendingOf(int variable) {
        return pending[variable];
    }

    @Override
    public int count() {
        return clipped.length;
    }

    @Override
    public Parameter parameter(int index) {
        return variables.get(clipped[index]).parameter();
    }

    @Override
    public double norm() {
        double sum = 0;
        for (int i : clipped) {
            sum += pending[i] * pending[i] * measure.squares(i);
        }
        return Math.sqrt(sum);
    }

    @Override
    public double norm(int index) {
        return normOf(clipped[index]);
    }

    @Override
    public double maximum(int index) {
        return pending[clipped[index]] * measure.maximum(clipped[index]);
    }

    @Override
    public double pending(int index) {
        return pending[clipped[index]];
    }

    @Override
    public double measured(int index, int k) {
        return measure.sum(position, clipped[index], k);
    }

    @Override
    public void scale(double factor) {
        for (int i = 0; i < clipped.length; i++) {
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
        pending[clipped[index]] *= factor;
        left[clipped[index]] *= factor;
    }

    @Override
    public long number() {
        return number;
    }
}
