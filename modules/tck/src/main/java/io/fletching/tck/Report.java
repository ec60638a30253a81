package io.fletching.tck;

import io.fletching.tck.Finding.Outcome;
import java.util.List;

/// What became of every rule for one provider.
///
/// @param provider the provider's kind and name, such as `optimizer 'adamw'`
/// @param findings in the order of the rules
public record Report(String provider, List<Finding> findings) {
    /// The findings are copied.
    public Report {
        findings = List.copyOf(findings);
    }

    /// Whether no rule is broken.
    public boolean conforms() {
        return of(Outcome.BROKEN).isEmpty();
    }

    /// The findings of one outcome.
    public List<Finding> of(Outcome outcome) {
        return findings.stream().filter(finding -> finding.outcome() == outcome).toList();
    }

    /// The whole report as text, a line for each rule.
    @Override
    public String toString() {
        var text = new StringBuilder(provider).append(conforms() ? " conforms" : " does not conform");
        for (Outcome outcome : Outcome.values()) {
            text.append(outcome == Outcome.KEPT ? ": " : ", ")
                    .append(of(outcome).size())
                    .append(' ')
                    .append(word(outcome));
        }
        for (Finding finding : findings) {
            text.append("\n%-8s%s".formatted(word(finding.outcome()), finding));
        }
        return text.append('\n').toString();
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case KEPT -> "kept";
            case BROKEN -> "broken";
            case MISSED -> "missed";
            case SKIPPED -> "skipped";
        };
    }
}
