package io.fletching.provider.sparse;

import io.fletching.spi.Fill;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Pass;
import io.fletching.spi.RandomStream;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;
import io.fletching.spi.WeightLayout;

/// Fills the outputs of one input after another.
record SparseFiller(double sparsity, double deviation) implements Initializer.Filler {
    @Override
    public StateLayout layout(Parameter parameter) {
        if (parameter.shape().rank() != 2) {
            throw FletchingException.unsupported(parameter, "'sparse' needs a matrix.");
        }
        return StateLayout.whole().passes(Pass.shares(Math.max(1, inputs(parameter))));
    }

    private static long inputs(Parameter parameter) {
        return parameter.shape().dim(1 - parameter.outputAxis());
    }

    @Override
    public void fill(Tensor values, State state, Fill fill) {
        if (values.size() == 0) {
            return;
        }
        boolean outputsFirst = fill.parameter().layout() == WeightLayout.OUT_IN;
        long inputs = inputs(fill.parameter());
        long outputs = values.size() / inputs;
        for (long input = fill.first(); input < fill.first() + fill.count(); input++) {
            long start = outputsFirst ? input : input * outputs;
            fill(values, start, outputsFirst ? inputs : 1, outputs, fill.random());
        }
    }

    /// Fills the elements `start + step·j` for each output j. Zeros are chosen as by
    /// [Floyd](https://doi.org/10.1145/30401.315746), which takes one draw for each, and marked by NaN, which is
    /// no number that was drawn.
    private void fill(Tensor values, long start, long step, long outputs, RandomStream random) {
        for (long j = 0; j < outputs; j++) {
            long at = start + step * j;
            values.set(at, deviation * random.normal(at, 0));
        }
        long zeros = (long) Math.ceil(sparsity * outputs);
        for (long j = outputs - zeros; j < outputs; j++) {
            long chosen = start + step * below(j + 1, random, start + step * j);
            values.set(Double.isNaN(values.get(chosen)) ? start + step * j : chosen, Double.NaN);
        }
        for (long j = 0; j < outputs; j++) {
            if (Double.isNaN(values.get(start + step * j))) {
                values.set(start + step * j, 0);
            }
        }
    }

    /// A whole number in `[0, n)`: two draws, since one has 24 bits.
    private static long below(long n, RandomStream random, long index) {
        return (long) ((random.uniform(index, 0) + 0x1p-24 * random.uniform(index, 1)) * n);
    }
}
