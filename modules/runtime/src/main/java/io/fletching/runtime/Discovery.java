package io.fletching.runtime;

import io.fletching.spi.Provider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/// One search for providers. Whatever fails to load becomes a problem, and the search goes on.
final class Discovery {
    private final List<Technique<?>> found = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Class<?>> seen = new HashSet<>();

    List<Technique<?>> found() {
        return found;
    }

    List<Problem> problems() {
        return problems;
    }

    void search(ClassLoader loader) {
        for (Class<? extends Provider> kind : Kinds.ALL) {
            search(kind, loader);
        }
    }

    private <P extends Provider> void search(Class<P> kind, ClassLoader loader) {
        Iterator<ServiceLoader.Provider<P>> services =
                ServiceLoader.load(kind, loader).stream().iterator();
        String last = "";
        while (true) {
            try {
                if (!services.hasNext()) {
                    return;
                }
                add(services.next());
                last = "";
            } catch (ServiceConfigurationError | LinkageError failure) {
                String chain = Problem.chain(failure);
                if (chain.equals(last)) {
                    // The iterator does not get past it.
                    return;
                }
                last = chain;
                record(ProblemCode.PROVIDER_MISSING.at(
                        "the module path or the class path",
                        "A provider (" + Kinds.name(kind) + ") cannot be used: " + chain + "."));
            }
        }
    }

    private <P extends Provider> void add(ServiceLoader.Provider<P> service) {
        Class<? extends P> type = service.type();
        if (!seen.add(type)) {
            return;
        }
        try {
            add(type, service.get());
        } catch (ServiceConfigurationError | LinkageError failure) {
            record(ProblemCode.PROVIDER_FAILED, type, failure);
        }
    }

    private void add(Class<?> type, Provider provider) {
        try {
            found.add(Technique.of(provider));
        } catch (LinkageError failure) {
            record(ProblemCode.PROVIDER_UNLINKED, type, failure);
        } catch (RuntimeException failure) {
            record(ProblemCode.PROVIDER_DESCRIPTOR, type, failure);
        }
    }

    private void record(ProblemCode code, Class<?> type, Throwable failure) {
        record(code.at(
                Origin.of(type).location(),
                "Provider " + type.getName() + " cannot be used: " + Problem.chain(failure) + "."));
    }

    private void record(Problem problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
