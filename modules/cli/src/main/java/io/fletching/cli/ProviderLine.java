package io.fletching.cli;

import io.fletching.runtime.Candidate;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import java.util.List;

/// A provider in a list.
///
/// @param jar or the folder of its classes
/// @param chosen whether its bare name means it
/// @param why or why not
record ProviderLine(
        String kind,
        String name,
        String version,
        String module,
        String jar,
        String summary,
        boolean chosen,
        String why) {

    /// A line for each provider that was found.
    static List<ProviderLine> of(Catalog catalog) {
        return catalog.techniques().stream()
                .map(technique -> of(technique, catalog))
                .toList();
    }

    static ProviderLine of(Technique<?> technique, Catalog catalog) {
        Candidate candidate = catalog.why(technique.kind(), technique.name()).stream()
                .filter(each -> each.technique().equals(technique))
                .findFirst()
                .orElseThrow();
        return new ProviderLine(
                technique.kind(),
                technique.name(),
                technique.origin().version(),
                technique.origin().module(),
                technique.origin().location(),
                technique.descriptor().summary(),
                candidate.chosen(),
                candidate.reason());
    }
}
