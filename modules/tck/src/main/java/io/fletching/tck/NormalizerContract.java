package io.fletching.tck;

import io.fletching.spi.Normalizer;

/// What every normalizer keeps.
public abstract non-sealed class NormalizerContract extends ProviderContract<Normalizer> {
    /// For the test that extends it.
    protected NormalizerContract() {}
}
