package io.fletching.runtime;

import io.fletching.spi.Provider;
import java.util.HashSet;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/// One search for providers on the host's own paths. Whatever fails to load becomes a problem, and the search goes on.
final class Discovery {
    private final Findings findings = new Findings();
    private final Set<Class<?>> seen = new HashSet<>();

    Findings findings() {
        return findings;
    }

    /// Whether what a loader sees under the SPI's name is the SPI, or nothing. Beside a host that has a Fletching
    /// of its own, the providers are that one's.
    static boolean isOfThisSpi(ClassLoader loader) {
        try {
            return Class.forName(Provider.class.getName(), false, loader) == Provider.class;
        } catch (ClassNotFoundException | LinkageError none) {
            return true;
        }
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
                findings.problem(ProblemCode.PROVIDER_MISSING.at(
                        "the module path or the class path",
                        "A provider (" + Kinds.name(kind) + ") cannot be used: " + chain + "."));
            }
        }
    }

    private <P extends Provider> void add(ServiceLoader.Provider<P> service) {
        if (seen.add(service.type())) {
            try {
                findings.made(service.get());
            } catch (ServiceConfigurationError | LinkageError failure) {
                findings.failed(service.type(), failure);
            }
        }
    }
}
