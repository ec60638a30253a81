package io.fletching.cli;

import io.fletching.runtime.Technique;
import java.util.Comparator;

/// A provider in a list.
///
/// @param jar or the folder of its classes
record ProviderLine(String kind, String name, String version, String module, String jar, String summary)
        implements Comparable<ProviderLine> {
    private static final Comparator<ProviderLine> ORDER = Comparator.comparing(ProviderLine::kind)
            .thenComparing(ProviderLine::name)
            .thenComparing(ProviderLine::module)
            .thenComparing(ProviderLine::version);

    static ProviderLine of(Technique<?> technique) {
        return new ProviderLine(
                technique.kind(),
                technique.name(),
                technique.origin().version(),
                technique.origin().module(),
                technique.origin().location(),
                technique.descriptor().summary());
    }

    @Override
    public int compareTo(ProviderLine other) {
        return ORDER.compare(this, other);
    }
}
