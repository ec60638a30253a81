package io.fletching.runtime;

import io.fletching.spi.Clipper;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Provider;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The four services.
final class Kinds {
    static final List<Class<? extends Provider>> ALL =
            List.of(Initializer.class, Normalizer.class, Optimizer.class, Clipper.class);

    /// Their names, in the same order.
    static final List<String> NAMES = ALL.stream().map(Kinds::name).toList();

    private Kinds() {}

    /// A kind's name as messages and option keys write it.
    static String name(Class<? extends Provider> kind) {
        return kind.getSimpleName().toLowerCase(Locale.ROOT);
    }

    static String of(Provider provider) {
        return name(
                switch (provider) {
                    case Initializer initializer -> Initializer.class;
                    case Normalizer normalizer -> Normalizer.class;
                    case Optimizer optimizer -> Optimizer.class;
                    case Clipper clipper -> Clipper.class;
                });
    }

    /// What of the services that a module provides is ours, by the name of its kind.
    static Map<String, List<String>> provides(Map<String, List<String>> services) {
        var provides = new TreeMap<String, List<String>>();
        for (Class<? extends Provider> kind : ALL) {
            List<String> names = services.getOrDefault(kind.getName(), List.of());
            if (!names.isEmpty()) {
                provides.put(name(kind), names.stream().sorted().toList());
            }
        }
        return provides;
    }
}
