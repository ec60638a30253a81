package io.fletching.tck;

import io.fletching.spi.Clipper;

/// What every clipper keeps.
public abstract non-sealed class ClipperContract extends ProviderContract<Clipper> {
    /// For the test that extends it.
    protected ClipperContract() {}
}
