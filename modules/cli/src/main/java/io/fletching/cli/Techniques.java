package io.fletching.cli;

import io.fletching.runtime.Catalog;
import io.fletching.runtime.Joined;
import io.fletching.runtime.ParameterGroup;
import io.fletching.runtime.Technique;
import io.fletching.spi.Clipper;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Provider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The providers of a run with their options.
///
/// @param initializer the start of layers that an activation follows
/// @param plainInitializer the start of those that none follows; it has gain 1
/// @param normalizer or null for none
/// @param others the optimizer of parameters that theirs refuses
/// @param clippers in the order in which they run
/// @param groups of parameters that are treated otherwise
record Techniques(
        Technique<Initializer> initializer,
        Technique<Initializer> plainInitializer,
        @Nullable Technique<Normalizer> normalizer,
        Technique<Optimizer> optimizer,
        Technique<Optimizer> others,
        List<Technique<Clipper>> clippers,
        List<ParameterGroup> groups) {

    static Techniques find(Catalog catalog, TechniqueFlags flags, Settings settings) {
        requireKnown(catalog, "normalizer", List.of(flags.normalizer));
        requireKnown(catalog, "clipper", Joined.names("clipper", flags.clipper));
        return new Techniques(
                catalog.initializer(flags.initializer).with(settings.of("initializer")),
                catalog.initializer("xavier"),
                isNone("normalizer", flags.normalizer, settings)
                        ? null
                        : tuned(catalog.normalizer(flags.normalizer)).with(settings.of("normalizer")),
                tuned(catalog.optimizer(flags.optimizer)).with(settings.of("optimizer")),
                tuned(catalog.optimizer(flags.others)).with(settings.of("others")),
                isNone("clipper", flags.clipper, settings)
                        ? List.of()
                        : catalog.clippers(flags.clipper, settings.of("clipper")),
                groups(catalog, flags.groups));
    }

    /// The groups of parameters that flags name.
    private static List<ParameterGroup> groups(Catalog catalog, List<String> texts) {
        return texts.stream()
                .map(text -> ParameterGroup.parse(text, id -> tuned(catalog.optimizer(id))))
                .toList();
    }

    /// A technique with its own defaults, but for the rate that the default network was tried with, and for groups that
    /// are meant for images.
    static <P extends Provider> Technique<P> tuned(Technique<P> technique) {
        return switch (technique.kind() + "/" + technique.name()) {
            case "optimizer/adamw" -> technique.with("lr", "3e-3");
            case "normalizer/groupnorm" -> technique.with("groups", "8");
            default -> technique;
        };
    }

    /// Refuses a short name that nothing has, where `none` is an answer too, if the only one. The catalog looks for
    /// names in full.
    private static void requireKnown(Catalog catalog, String kind, List<String> names) {
        List<String> known = new ArrayList<>(ProviderName.known(catalog, kind)
                .map(Technique::name)
                .distinct()
                .sorted()
                .toList());
        if (names.size() == 1) {
            known.add(TechniqueFlags.NONE);
        }
        requireAlone(kind, names, TechniqueFlags.NONE);
        for (String name : names) {
            if (!name.contains("/") && !known.contains(name)) {
                String plural = Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + "s";
                throw FletchingException.unknown(
                        Kind.USER, "provider-unknown", "There is no " + kind + " '" + name + "'.", name, plural, known);
            }
        }
    }

    /// Refuses a word in place of names among several that are joined.
    static void requireAlone(String kind, List<String> names, String word) {
        if (names.size() > 1 && names.contains(word)) {
            throw new FletchingException(
                    Kind.USER,
                    kind + "-joined",
                    "The " + kind + " '" + Joined.name(names) + "' joins '" + word + "' with others; expected '" + word
                            + "' alone, or names without it.");
        }
    }

    private static boolean isNone(String kind, String name, Settings settings) {
        boolean none = name.equals(TechniqueFlags.NONE);
        if (none) {
            settings.refuse(kind);
        }
        return none;
    }
}
