package io.fletching.runtime;

import io.fletching.spi.Provider;
import java.util.ArrayList;
import java.util.List;

/// What one search has found so far. One thread adds; another may take what is there and shut it, after which nothing
/// that is added counts.
final class Findings {
    private final List<Technique<?>> techniques = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();
    private final List<PluginFile> files = new ArrayList<>();
    private boolean shut;

    /// Everything that was found up to now, and nothing more.
    synchronized Findings shut() {
        shut = true;
        return this;
    }

    synchronized List<Technique<?>> techniques() {
        return techniques;
    }

    synchronized List<Problem> problems() {
        return problems;
    }

    synchronized List<Problem> notes() {
        return notes;
    }

    /// The jars that were read, as they were read.
    synchronized List<PluginFile> files() {
        return files;
    }

    synchronized void problem(Problem problem) {
        if (!shut && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    synchronized void note(Problem note) {
        if (!shut) {
            notes.add(note);
        }
    }

    synchronized void file(PluginFile file) {
        if (!shut) {
            files.add(file);
        }
    }

    synchronized void add(Findings others) {
        techniques.addAll(others.techniques());
        others.problems().forEach(this::problem);
        notes.addAll(others.notes());
        files.addAll(others.files());
    }

    /// A provider that was made: asks it for what it is.
    void made(Provider provider) {
        try {
            Technique<?> technique = Technique.of(provider);
            synchronized (this) {
                if (!shut) {
                    techniques.add(technique);
                }
            }
        } catch (Throwable failure) {
            boolean unlinked = code(failure) == ProblemCode.PROVIDER_UNLINKED;
            failed(
                    unlinked ? ProblemCode.PROVIDER_UNLINKED : ProblemCode.PROVIDER_DESCRIPTOR,
                    provider.getClass(),
                    failure);
        }
    }

    /// A provider that could not be made.
    void failed(Class<?> type, Throwable failure) {
        failed(code(failure), type, failure);
    }

    private void failed(ProblemCode code, Class<?> type, Throwable failure) {
        problem(code.at(
                Origin.of(type).location(),
                "Provider " + type.getName() + " cannot be used: " + Problem.chain(failure)));
    }

    /// Whether what a provider needs is not there, or what it does went wrong.
    private static ProblemCode code(Throwable failure) {
        return failure instanceof NoClassDefFoundError || failure instanceof IncompatibleClassChangeError
                ? ProblemCode.PROVIDER_UNLINKED
                : ProblemCode.PROVIDER_FAILED;
    }
}
