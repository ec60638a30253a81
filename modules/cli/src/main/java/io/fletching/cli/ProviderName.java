package io.fletching.cli;

import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.util.List;
import java.util.stream.Stream;

/// A provider as a person names it: `adamw`, `optimizer/adamw`, `optimizer/module/adamw@version`.
final class ProviderName {
    /// In the order in which they are listed.
    static final List<String> KINDS = List.of("clipper", "initializer", "normalizer", "optimizer");

    private ProviderName() {}

    /// The provider that a name with or without its kind means.
    ///
    /// @throws FletchingException of kind `USER` where it means none or several
    static Technique<?> find(Catalog catalog, String name) {
        int slash = name.indexOf('/');
        String kind = slash < 0 ? "" : name.substring(0, slash);
        if (KINDS.contains(kind)) {
            return find(catalog, kind, name.substring(slash + 1));
        }
        List<String> kinds = KINDS.stream()
                .filter(each -> known(catalog, each).anyMatch(technique -> answersTo(technique, name)))
                .toList();
        return switch (kinds.size()) {
            case 0 ->
                throw FletchingException.unknown(
                        Kind.USER,
                        "provider-unknown",
                        "There is no provider '" + name + "'.",
                        name,
                        "Providers",
                        catalog.techniques().stream()
                                .map(technique -> name.contains("/")
                                        ? technique.kind() + "/" + technique.name()
                                        : technique.name())
                                .distinct()
                                .sorted()
                                .toList());
            case 1 -> find(catalog, kinds.getFirst(), name);
            default ->
                throw new FletchingException(
                        Kind.USER,
                        "provider-ambiguous",
                        "The provider '" + name + "' could be of any kind of " + kinds + "; put one in front, such as "
                                + kinds.getFirst() + "/" + name + ".");
        };
    }

    /// The provider of a kind, by a bare or a full name.
    static Technique<?> find(Catalog catalog, String kind, String name) {
        return switch (kind) {
            case "clipper" -> catalog.clipper(name);
            case "initializer" -> catalog.initializer(name);
            case "normalizer" -> catalog.normalizer(name);
            case "optimizer" -> catalog.optimizer(name);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /// All of a kind.
    static Stream<Technique<?>> known(Catalog catalog, String kind) {
        return catalog.techniques().stream()
                .filter(technique -> technique.kind().equals(kind));
    }

    private static boolean answersTo(Technique<?> technique, String name) {
        return technique.name().equals(name)
                || technique.id().equals(name)
                || (name.contains("/") && technique.id().startsWith(name + "@"));
    }
}
