package io.fletching.runtime;

import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;

/// One call of an optimizer's pass on one part, made at plan time; only what [Progress] and the factors hold changes.
///
/// @param clipping knows the pending factor of the gradient of each trained parameter
/// @param trained which of them this is
/// @param multiplication by what the host multiplies matrices
record StepCall(
        Optimizer.Rule rule,
        Tensor value,
        Tensor gradient,
        State state,
        Progress progress,
        ClipChain clipping,
        int trained,
        Multiplication multiplication,
        int pass,
        long first,
        long count)
        implements Step, Runnable {

    @Override
    public void run() {
        rule.step(value, gradient, state, this);
    }

    @Override
    public Parameter parameter() {
        return clipping.parameter(trained);
    }

    @Override
    public double gradientScale() {
        return clipping.pendingOf(trained);
    }

    @Override
    public double scalar(int index) {
        return progress.pace().scalar(index);
    }

    @Override
    public long number() {
        return progress.pace().number();
    }

    @Override
    public double learningRate() {
        return progress.pace().learningRate();
    }

    @Override
    public double scheduleFactor() {
        return progress.pace().scheduleFactor();
    }

    @Override
    public double decay() {
        return progress.pace().decay();
    }

    @Override
    public void multiply(
            Tensor a,
            boolean transposeA,
            Tensor b,
            boolean transposeB,
            Tensor c,
            long row,
            long rows,
            long column,
            long columns,
            boolean accumulate) {
        multiplication.multiply(a, transposeA, b, transposeB, c, row, rows, column, columns, accumulate);
    }
}
