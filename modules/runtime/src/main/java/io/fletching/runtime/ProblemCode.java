package io.fletching.runtime;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Every kind of [Problem]: a stable code, what it means, and the cure.
///
/// A code is written as lower-case words joined by dashes, `provider-failed`; it stays while texts improve.
public enum ProblemCode {
    /// A services file names a class that is not there.
    PROVIDER_MISSING(
            "A services file or a module names a provider, and there is no such class. The jar was packed without it,"
                    + " the name is misspelt, or a class that it extends is missing.",
            "Pack the class, or take its name out of META-INF/services and module-info."),
    /// A provider could not be made.
    PROVIDER_FAILED(
            "The constructor or a static initializer of a provider threw. A provider is made once, before anything else"
                    + " is asked of it, and may need nothing but its own jar and the SPI.",
            "Mend what the first cause names, or take the jar away."),
    /// A provider misses a class or a method of another jar.
    PROVIDER_UNLINKED(
            "A provider needs a class or a method that is not there, or not as it was when the provider was compiled:"
                    + " a jar beside it is missing or of another version, or the SPI is.",
            "Put the missing jar beside it, or build it against the versions that are here."),
    /// What a provider says about itself breaks the contract.
    PROVIDER_DESCRIPTOR(
            "The descriptor() of a provider threw, gave null, or gave a name or default that the contract does not"
                    + " allow. A name is lower-case words joined by dashes, such as weight-decay.",
            "Mend the provider's descriptor(); the conformance kit shows what is expected.");

    private final String explanation;
    private final String cure;

    ProblemCode(String explanation, String cure) {
        this.explanation = explanation;
        this.cure = cure;
    }

    /// What such a problem means and where it comes from, in a sentence or two.
    public String explanation() {
        return explanation;
    }

    /// What to do about it, in one sentence.
    public String cure() {
        return cure;
    }

    /// A problem of this kind.
    Problem at(Object where, String what) {
        return new Problem(this, where.toString(), what, cure);
    }

    /// The kind of problem that this code names, if any.
    public static Optional<ProblemCode> find(String code) {
        return Arrays.stream(values())
                .filter(value -> value.toString().equals(code))
                .findFirst();
    }

    /// The code: `provider-failed`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
