package io.fletching.tck;

import java.util.function.Consumer;

/// A rule of the contract between a provider and its host. `docs/contract.md` says what each demands and why.
public final class Rule {

    /// Whether a provider may do without.
    public enum Need {
        /// A provider that breaks it does not conform.
        REQUIRED,
        /// A provider that breaks it conforms all the same, unless its author promises to keep it.
        OPTIONAL
    }

    private final String id;
    private final String text;
    private final Need need;
    private final Consumer<Subject<?>> check;

    private Rule(String id, String text, Need need, Consumer<Subject<?>> check) {
        this.id = id;
        this.text = text;
        this.need = need;
        this.check = check;
    }

    static Rule required(String id, String text, Consumer<Subject<?>> check) {
        return new Rule(id, text, Need.REQUIRED, check);
    }

    static Rule optional(String id, String text, Consumer<Subject<?>> check) {
        return new Rule(id, text, Need.OPTIONAL, check);
    }

    static <S extends Subject<?>> Rule required(Class<S> of, String id, String text, Consumer<S> check) {
        return required(id, text, subject -> check.accept(of.cast(subject)));
    }

    static <S extends Subject<?>> Rule optional(Class<S> of, String id, String text, Consumer<S> check) {
        return optional(id, text, subject -> check.accept(of.cast(subject)));
    }

    /// A kind and a number, such as `OPT-02`; it stays with the rule for good.
    public String id() {
        return id;
    }

    /// What a provider does that keeps it, as a sentence without a subject.
    public String text() {
        return text;
    }

    /// Whether a provider may do without.
    public Need need() {
        return need;
    }

    /// Examines a provider.
    ///
    /// @param promised whether the author promises to keep it, optional or not
    Finding examine(Subject<?> subject, boolean promised) {
        try {
            check.accept(subject);
            return Finding.kept(this);
        } catch (Inapplicable inapplicable) {
            return Finding.skipped(this, inapplicable.why());
        } catch (Exception | Error broken) {
            // Whatever a stranger's code throws is what is to be reported.
            return Finding.broken(this, promised || need == Need.REQUIRED, broken);
        }
    }

    @Override
    public String toString() {
        return id + " " + text;
    }
}
