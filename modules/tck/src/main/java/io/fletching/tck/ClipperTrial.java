package io.fletching.tck;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Call;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Gradients;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The gradients of a few parameters under a clipper, on one thread: for tests of a formula.
public final class ClipperTrial implements AutoCloseable {
    private static final long MEASURED = 65_536;

    private final Bench bench;
    private final Clipper.Rule rule;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Tensor> values = new ArrayList<>();
    private final List<Tensor> gradients = new ArrayList<>();
    private final Map<String, Tensor> kept = new LinkedHashMap<>();
    private final Plan history;
    private final double[] pending;
    private final double[] norms;
    private final double[] maxima;
    private final double[][] sums;
    private long number;

    ClipperTrial(Clipper clipper, Map<String, String> texts, Bench bench, Shape... shapes) {
        this.bench = bench;
        this.rule = clipper.bind(clipper.descriptor().parse(texts));
        for (Shape shape : shapes) {
            parameters.add(Parameter.of("parameter-" + parameters.size(), shape));
            values.add(bench.tensor(DType.F32, shape));
            gradients.add(bench.tensor(DType.F32, shape));
        }
        this.history = new Plan(rule.history(), Shape.of(1), DType.F32, bench, this::keep, slot -> values.getFirst());
        this.pending = new double[shapes.length];
        this.norms = new double[shapes.length];
        this.maxima = new double[shapes.length];
        this.sums = new double[shapes.length][rule.measures()];
        Arrays.fill(pending, 1);
    }

    /// A trial of gradients of zeros.
    ///
    /// @param options texts; the defaults for those that are absent
    public static ClipperTrial of(Clipper clipper, Map<String, String> options, Shape... shapes) {
        return new ClipperTrial(clipper, options, new Bench(), shapes);
    }

    private Tensor keep(StateSlot slot, Shape shape) {
        var tensor = bench.tensor(slot.dtype(), shape, slot.initial());
        kept.put(slot.name(), tensor);
        return tensor;
    }

    /// The value of a parameter.
    public Tensor parameter(int index) {
        return values.get(index);
    }

    /// A gradient, as it is and, after [#clip], as the clipper left it.
    public Tensor gradient(int index) {
        return gradients.get(index);
    }

    /// What the clipper remembers, by the names of the slots.
    public Map<String, Tensor> history() {
        return kept;
    }

    /// Clips the gradients as one update of a training would, and multiplies the factors in.
    ///
    /// @param scale the pending factor of all gradients, such as the inverse of a loss scale
    public void clip(double scale) {
        number++;
        Arrays.fill(pending, scale);
        for (int i = 0; i < pending.length; i++) {
            measure(i);
        }
        rule.decide(new Measured(), history.whole());
        for (int i = 0; i < pending.length; i++) {
            var gradient = gradients.get(i);
            Kernels.f32().scale(gradient.data(), 0, gradient.data(), 0, gradient.size(), pending[i]);
            edit(i);
        }
    }

    private void measure(int index) {
        var gradient = gradients.get(index).readOnly();
        norms[index] = Math.sqrt(Kernels.f32().sumOfSquares(gradient.data(), 0, gradient.size()));
        maxima[index] = Kernels.f32().maximumAbsolute(gradient.data(), 0, gradient.size());
        Arrays.fill(sums[index], 0);
        for (long first = 0; first < gradient.size() && rule.measures() > 0; first += MEASURED) {
            rule.measure(
                    gradient.slice(first, Math.min(MEASURED, gradient.size() - first))
                            .readOnly(),
                    sums[index]);
        }
    }

    private void edit(int index) {
        var parameter = parameters.get(index);
        var layout = rule.edits(parameter);
        var plan = new Plan(layout, parameter.shape(), DType.F32, bench, this::scratch, slot -> gradients.get(index));
        plan.begin();
        for (Place place : plan.places()) {
            rule.edit(
                    plan.view(gradients.get(index), place),
                    plan.view(values.get(index).readOnly(), place),
                    place.state(),
                    new Turn(place));
        }
    }

    private Tensor scratch(StateSlot slot, Shape shape) {
        return bench.tensor(slot.dtype(), shape, bench.undefined());
    }

    @Override
    public void close() {
        bench.close();
    }

    private record Turn(Place place) implements Call {
        @Override
        public int pass() {
            return place.pass();
        }

        @Override
        public long first() {
            return place.first();
        }

        @Override
        public long count() {
            return place.count();
        }
    }

    private final class Measured implements Gradients {
        @Override
        public int count() {
            return pending.length;
        }

        @Override
        public Parameter parameter(int index) {
            return parameters.get(index);
        }

        @Override
        public double norm() {
            double squares = 0;
            for (int i = 0; i < pending.length; i++) {
                squares += norm(i) * norm(i);
            }
            return Math.sqrt(squares);
        }

        @Override
        public double norm(int index) {
            return norms[index] * pending[index];
        }

        @Override
        public double maximum(int index) {
            return maxima[index] * pending[index];
        }

        @Override
        public double pending(int index) {
            return pending[index];
        }

        @Override
        public double measured(int index, int k) {
            return sums[index][k];
        }

        @Override
        public void scale(double factor) {
            for (int i = 0; i < pending.length; i++) {
                scale(i, factor);
            }
        }

        @Override
        public void scale(int index, double factor) {
            if (!(factor > 0 && factor <= Double.MAX_VALUE)) {
                throw new FletchingException(
                        FletchingException.Kind.PROVIDER,
                        "clip-factor",
                        "A clipper scales gradients by '" + factor + "'; expected a finite factor above 0.");
            }
            pending[index] *= factor;
        }

        @Override
        public long number() {
            return number;
        }
    }
}
