package io.fletching.tck;

import java.util.Optional;

/// What became of one rule.
public final class Finding {

    /// How a rule came out.
    public enum Outcome {
        /// The provider keeps it.
        KEPT,
        /// The provider breaks it, and so does not conform.
        BROKEN,
        /// The provider does not keep an optional rule.
        MISSED,
        /// The rule has nothing to say about this provider.
        SKIPPED
    }

    private final Rule rule;
    private final Outcome outcome;
    private final String reason;
    private final Optional<Throwable> cause;

    private Finding(Rule rule, Outcome outcome, String reason, Optional<Throwable> cause) {
        this.rule = rule;
        this.outcome = outcome;
        this.reason = reason;
        this.cause = cause;
    }

    static Finding kept(Rule rule) {
        return new Finding(rule, Outcome.KEPT, "", Optional.empty());
    }

    static Finding skipped(Rule rule, String reason) {
        return new Finding(rule, Outcome.SKIPPED, reason, Optional.empty());
    }

    static Finding broken(Rule rule, boolean needed, Throwable cause) {
        String reason = cause instanceof Violation ? String.valueOf(cause.getMessage()) : "throws " + cause;
        return new Finding(rule, needed ? Outcome.BROKEN : Outcome.MISSED, reason, Optional.of(cause));
    }

    /// The rule.
    public Rule rule() {
        return rule;
    }

    /// How it came out.
    public Outcome outcome() {
        return outcome;
    }

    /// Why it is broken, missed or skipped; empty where it is kept.
    public String reason() {
        return reason;
    }

    /// Where it broke, if it did.
    public Optional<Throwable> cause() {
        return cause;
    }

    @Override
    public String toString() {
        return rule + (reason.isEmpty() ? "" : ": " + reason);
    }
}
