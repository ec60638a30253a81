package io.fletching.spi;

/// One call of an optimizer's pass. Implemented by the host alone, so it may grow.
public interface Step extends Call, Update {

    /// Multiply every gradient element by this first: accumulation, loss scale and clipping, folded; finite, above 0.
    double gradientScale();

    /// What [Optimizer.Rule#prepare] wrote at this index.
    double scalar(int index);
}
