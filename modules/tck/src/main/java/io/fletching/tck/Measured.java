package io.fletching.tck;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Clipper;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Gradients;
import io.fletching.spi.Parameter;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Gradients as numbers: what a host measures before it asks a clipper.
final class Measured implements Gradients {
    private static final long PART = 65_536;

    private final Clipper.Rule rule;
    private final List<Parameter> parameters;
    private final List<Tensor> gradients;
    /// The parts of each gradient, read-only.
    private final List<List<Tensor>> parts = new ArrayList<>();
    private final double[] pending;
    private final double[] norms;
    private final double[] maxima;
    private final double[][] sums;
    private long number;
    private boolean propagating;

    Measured(Clipper.Rule rule, List<Parameter> parameters, List<Tensor> gradients) {
        this.rule = rule;
        this.parameters = parameters;
        this.gradients = gradients;
        for (Tensor gradient : gradients) {
            var slices = new ArrayList<Tensor>();
            for (long first = 0; first < gradient.size(); first += PART) {
                slices.add(gradient.slice(first, Math.min(PART, gradient.size() - first))
                        .readOnly());
            }
            parts.add(slices);
        }
        this.pending = new double[gradients.size()];
        this.norms = new double[gradients.size()];
        this.maxima = new double[gradients.size()];
        this.sums = new double[gradients.size()][rule.measures()];
    }

    /// Reads all gradients, for the next update.
    void measure(double scale) {
        number++;
        Arrays.fill(pending, scale);
        for (int i = 0; i < pending.length; i++) {
            var gradient = gradients.get(i);
            norms[i] = Math.sqrt(Kernels.f32().sumOfSquares(gradient.data(), 0, gradient.size()));
            maxima[i] = Kernels.f32().maximumAbsolute(gradient.data(), 0, gradient.size());
            Arrays.fill(sums[i], 0);
            for (int part = 0; part < parts.get(i).size() && rule.measures() > 0; part++) {
                rule.measure(parts.get(i).get(part), sums[i]);
            }
        }
    }

    /// Counts on from this number.
    void resume(long updates) {
        number = updates;
    }

    /// Lets factors pass that are not finite, as the host does where the user lets such gradients propagate.
    void propagate() {
        propagating = true;
    }

    /// Multiplies a pending factor in.
    void settle(int index) {
        var gradient = gradients.get(index);
        Kernels.f32().scale(gradient.data(), 0, gradient.data(), 0, gradient.size(), pending[index]);
        pending[index] = 1;
    }

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
        if (!propagating && !(factor > 0 && factor <= Double.MAX_VALUE)) {
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
