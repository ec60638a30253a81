package io.fletching.cli;

import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.spi.Clipper;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.Nullable;

/// The providers of a run with their options.
///
/// @param initializer the start of linear layers that an activation follows
/// @param plainInitializer the start of those that none follows; it has gain 1
/// @param normalizer or null for none
/// @param clipper or null for none
record Techniques(
        Technique<Initializer> initializer,
        Technique<Initializer> plainInitializer,
        @Nullable Technique<Normalizer> normalizer,
        Technique<Optimizer> optimizer,
        @Nullable Technique<Clipper> clipper) {

    static Techniques find(Catalog catalog, TechniqueFlags flags, Settings settings) {
        return new Techniques(
                catalog.initializer(flags.initializer).with(settings.of("initializer")),
                catalog.initializer("xavier"),
                isNone("normalizer", flags.normalizer, settings)
                        ? null
                        : catalog.normalizer(flags.normalizer).with(settings.of("normalizer")),
                optimizer(catalog, flags.optimizer).with(settings.of("optimizer")),
                isNone("clipper", flags.clipper, settings)
                        ? null
                        : catalog.clipper(flags.clipper).with(settings.of("clipper")));
    }

    /// An optimizer with its own defaults, but for the one rate that the default network was tried with.
    private static Technique<Optimizer> optimizer(Catalog catalog, String name) {
        Technique<Optimizer> optimizer = catalog.optimizer(name);
        return optimizer.name().equals("adamw") ? optimizer.with("lr", "3e-3") : optimizer;
    }

    private static boolean isNone(String kind, String name, Settings settings) {
        boolean none = name.equals(TechniqueFlags.NONE);
        if (none) {
            settings.refuse(kind);
        }
        return none;
    }
}
