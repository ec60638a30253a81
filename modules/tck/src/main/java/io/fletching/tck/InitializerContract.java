package io.fletching.tck;

import io.fletching.spi.Initializer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import java.util.Optional;

/// What every initializer keeps.
public abstract non-sealed class InitializerContract extends ProviderContract<Initializer> {
    /// For the test that extends it.
    protected InitializerContract() {}

    /// The distribution of what it writes, which the kit then measures on a weight of 150,000 elements; empty where it
    /// has none that two moments and a range describe.
    protected Optional<Moments> moments(Options options, Parameter parameter) {
        return Optional.empty();
    }

    @Override
    final Conformance conformance() {
        return super.conformance().moments(this::moments);
    }
}
