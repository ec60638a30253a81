package io.fletching.runtime;

import io.fletching.spi.Provider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/// One search for providers. Whatever fails to load becomes a problem in words, and the search goes on.
final class Discovery {
    private final List<Technique<?>> found = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<Class<?>> seen = new HashSet<>();

    List<Technique<?>> found() {
        return found;
    }

    List<String> problems() {
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
                String problem = problem(Kinds.name(kind), failure);
                if (problem.equals(last)) {
                    // The iterator does not get past it.
                    return;
                }
                last = problem;
                record(problem);
            }
        }
    }

    private <P extends Provider> void add(ServiceLoader.Provider<P> service) {
        if (!seen.add(service.type())) {
            return;
        }
        try {
            found.add(Technique.of(service.get()));
        } catch (ServiceConfigurationError | LinkageError | RuntimeException failure) {
            record(problem(service.type().getName(), failure) + " From "
                    + Origin.of(service.type()).location() + ".");
        }
    }

    private void record(String problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /// What failed, with its causes: `A provider (optimizer) cannot be used: class: message <- class: message.`
    private static String problem(String what, Throwable failure) {
        var text = new StringBuilder("A provider cannot be used (" + what + "): ");
        String separator = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(separator)
                    .append(cause.getClass().getName())
                    .append(": ")
                    .append(cause.getMessage());
            separator = " <- ";
        }
        return text.append('.').toString();
    }
}
