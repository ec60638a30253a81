package io.fletching.runtime;

import io.fletching.spi.Clipper;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Provider;
import java.util.List;
import java.util.Locale;

/// The four services.
final class Kinds {
    static final List<Class<? extends Provider>> ALL =
            List.of(Initializer.class, Normalizer.class, Optimizer.class, Clipper.class);

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
}
