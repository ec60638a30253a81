package io.fletching.tck;

import io.fletching.spi.Optimizer;

/// What every optimizer keeps.
public abstract non-sealed class OptimizerContract extends ProviderContract<Optimizer> {
    /// For the test that extends it.
    protected OptimizerContract() {}
}
