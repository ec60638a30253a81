package io.fletching.runtime;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Clipper;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// The gradients as numbers: one read of each gives its sum of squares in float64, which is finite exactly when every
/// element is (no float32 squared and summed overflows it), and the sums that clippers ask for.
///
/// Sums are taken by parts of 65,536 elements and combined in part order, so they depend on no thread.
final class Measure {
    private final Workers workers;
    private final List<Clipper.Rule> clippers;
    private final Tensor[] parts;

    /// The same, to write to.
    private final Tensor[] writable;

    /// Which gradient a part is of.
    private final int[] owners;

    /// Gradient `i` has the parts `[starts[i], starts[i + 1])`.
    private final int[] starts;

    private final Balance balance;
    private final double[] squares;
    private final double[] maxima;
    private final double[][][] sums;
    private final IntConsumer squaresOfRange = this::squaresOfRange;
    private final IntConsumer maximaOfRange = this::maximaOfRange;
    private final IntConsumer multiplyRange = this::multiplyRange;
    private double[] factors = {};

    /// The first clipper of the chain that has not run.
    private int position;

    private boolean haveMaxima;

    Measure(List<Variable> variables, List<Clipper.Rule> clippers, Workers workers) {
        this.workers = workers;
        this.clippers = clippers;
        this.starts = new int[variables.size() + 1];
        for (int i = 0; i < variables.size(); i++) {
            starts[i + 1] = starts[i] + cut(variables.get(i)).parts();
        }
        int count = starts[variables.size()];
        this.parts = new Tensor[count];
        this.writable = new Tensor[count];
        this.owners = new int[count];
        for (int i = 0; i < variables.size(); i++) {
            Cut cut = cut(variables.get(i));
            for (int part = 0; part < cut.parts(); part++) {
                int index = starts[i] + part;
                parts[index] = cut.part(variables.get(i).gradient().readOnly(), part);
                writable[index] = cut.part(variables.get(i).gradient(), part);
                owners[index] = i;
            }
        }
        this.balance = new Balance(Arrays.stream(parts).mapToLong(Tensor::size).toArray(), workers.threads());
        this.squares = new double[count];
        this.maxima = new double[count];
        this.sums = new double[clippers.size()][count][];
        for (int i = 0; i < sums.length; i++) {
            for (int part = 0; part < count; part++) {
                sums[i][part] = new double[clippers.get(i).measures()];
            }
        }
    }

    private static Cut cut(Variable variable) {
        return Cut.of(StateLayout.elementwise(), variable.value().shape());
    }

    /// Reads every gradient.
    ///
    /// @param position the first clipper whose sums are wanted
    void sweep(int position) {
        this.position = position;
        haveMaxima = false;
        workers.run(balance.ranges(), squaresOfRange);
    }

    private void squaresOfRange(int range) {
        Kernels kernels = Kernels.f32();
        for (int part = balance.first(range); part < balance.end(range); part++) {
            Tensor gradient = parts[part];
            squares[part] = kernels.sumOfSquares(gradient.data(), 0, gradient.size());
            for (int i = position; i < sums.length; i++) {
                double[] own = sums[i][part];
                if (own.length > 0) {
                    Arrays.fill(own, 0);
                    clippers.get(i).measure(gradient, own);
                }
            }
        }
    }

    private void maximaOfRange(int range) {
        Kernels kernels = Kernels.f32();
        for (int part = balance.first(range); part < balance.end(range); part++) {
            Tensor gradient = parts[part];
            maxima[part] = gradient.size() == 0 ? 0 : kernels.maximumAbsolute(gradient.data(), 0, gradient.size());
        }
    }

    /// Multiplies gradients in memory. What was measured of them is not true any more.
    ///
    /// @param byGradient a factor for each gradient; 1 leaves one alone
    void multiply(double[] byGradient) {
        factors = byGradient;
        workers.run(balance.ranges(), multiplyRange);
    }

    private void multiplyRange(int range) {
        Kernels kernels = Kernels.f32();
        for (int part = balance.first(range); part < balance.end(range); part++) {
            double factor = factors[owners[part]];
            if (factor != 1) {
                Tensor gradient = writable[part];
                kernels.scale(gradient.data(), 0, gradient.data(), 0, gradient.size(), factor);
            }
        }
    }

    /// The sum of squares of one gradient as it is in memory.
    double squares(int index) {
        double sum = 0;
        for (int part = starts[index]; part < starts[index + 1]; part++) {
            sum += squares[part];
        }
        return sum;
    }

    /// The largest absolute value of one gradient as it is in memory. The first question after a sweep reads all of
    /// them once more, since most clippers never ask.
    double maximum(int index) {
        if (!haveMaxima) {
            workers.run(balance.ranges(), maximaOfRange);
            haveMaxima = true;
        }
        double maximum = 0;
        for (int part = starts[index]; part < starts[index + 1]; part++) {
            maximum = Math.max(maximum, maxima[part]);
        }
        return maximum;
    }

    /// Sum `k` of a clipper over one gradient.
    double sum(int clipper, int index, int k) {
        double sum = 0;
        for (int part = starts[index]; part < starts[index + 1]; part++) {
            sum += sums[clipper][part][k];
        }
        return sum;
    }
}
