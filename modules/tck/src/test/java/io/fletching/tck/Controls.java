package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.spi.Provider;
import io.fletching.tck.Finding.Outcome;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Holds the kit against providers that do one thing wrong.
final class Controls {
    /// Rules that look for a service or start a JVM; they have tests of their own.
    private static final Set<String> ELSEWHERE = Set.of("ALL-01", "ALL-12", "ALL-18", "ALL-19", "ALL-20");

    private Controls() {}

    /// The provider breaks these rules, and no others.
    static void breaks(Supplier<? extends Provider> wrong, String... rules) {
        breaks(Conformance.of(wrong), rules);
    }

    static void breaks(Conformance conformance, String... rules) {
        assertThat(outcomes(conformance, Outcome.BROKEN))
                .map(Finding::rule)
                .map(Rule::id)
                .containsExactly(rules);
    }

    static List<Finding> outcomes(Conformance conformance, Outcome outcome) {
        return conformance.rules().stream()
                .filter(rule -> !ELSEWHERE.contains(rule.id()))
                .map(conformance::examine)
                .filter(finding -> finding.outcome() == outcome)
                .toList();
    }

    static Finding finding(Supplier<? extends Provider> provider, String rule) {
        return finding(Conformance.of(provider), rule);
    }

    static Finding finding(Conformance conformance, String rule) {
        return conformance.rules().stream()
                .filter(known -> known.id().equals(rule))
                .map(conformance::examine)
                .findFirst()
                .orElseThrow();
    }
}
