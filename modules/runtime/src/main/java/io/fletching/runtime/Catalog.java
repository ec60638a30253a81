package io.fletching.runtime;

import io.fletching.spi.Clipper;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The providers that were found, by kind and name.
///
/// A name is asked for bare, as `adamw`, or in full, as `module/adamw` or `module/adamw@version`. Where two providers
/// of a kind have one name the bare name is refused: no order on a path decides.
public final class Catalog {
    private final List<Technique<?>> techniques;
    private final List<Problem> problems;

    private Catalog(List<Technique<?>> techniques, List<Problem> problems) {
        this.techniques = List.copyOf(techniques);
        this.problems = List.copyOf(problems);
    }

    /// The providers on the module path and the class path, as the thread's context class loader sees them, then as the
    /// runtime's own does.
    public static Catalog load() {
        var discovery = new Discovery();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            discovery.search(context);
        }
        discovery.search(Catalog.class.getClassLoader());
        return new Catalog(discovery.found(), discovery.problems());
    }

    /// The providers that a class loader sees: in named modules defined to it or to its parents, and on its class path.
    public static Catalog load(ClassLoader loader) {
        var discovery = new Discovery();
        discovery.search(loader);
        return new Catalog(discovery.found(), discovery.problems());
    }

    /// A catalog of these providers alone.
    public static Catalog of(Provider... providers) {
        return new Catalog(
                Arrays.stream(providers).<Technique<?>>map(Technique::of).toList(), List.of());
    }

    /// The initializer of this name, with default options.
    ///
    /// @throws FletchingException of kind `USER` where there is none of this name, with the nearest name and all
    ///     there are, or where the bare name means several, with each candidate and its jar
    public Technique<Initializer> initializer(String name) {
        return find(Initializer.class, name);
    }

    /// The normalizer of this name; see [#initializer].
    public Technique<Normalizer> normalizer(String name) {
        return find(Normalizer.class, name);
    }

    /// The optimizer of this name; see [#initializer].
    public Technique<Optimizer> optimizer(String name) {
        return find(Optimizer.class, name);
    }

    /// The clipper of this name; see [#initializer].
    public Technique<Clipper> clipper(String name) {
        return find(Clipper.class, name);
    }

    /// All that were found, with default options, in the order in which they were found.
    public List<Technique<?>> techniques() {
        return techniques;
    }

    /// What was found and cannot be used.
    public List<Problem> problems() {
        return problems;
    }

    private <P extends Provider> Technique<P> find(Class<P> type, String name) {
        List<Technique<P>> all = ofKind(type);
        List<Technique<P>> matches =
                all.stream().filter(technique -> answersTo(technique, name)).toList();
        return switch (matches.size()) {
            case 0 -> throw unknown(Kinds.name(type), name, all);
            case 1 -> matches.getFirst();
            default -> throw ambiguous(Kinds.name(type), name, matches);
        };
    }

    /// A technique whose provider is a `P` is a technique of `P`.
    @SuppressWarnings("unchecked")
    private <P extends Provider> List<Technique<P>> ofKind(Class<P> type) {
        return techniques.stream()
                .filter(technique -> type.isInstance(technique.provider()))
                .map(technique -> (Technique<P>) technique)
                .toList();
    }

    private static boolean answersTo(Technique<?> technique, String name) {
        return technique.name().equals(name)
                || technique.id().equals(name)
                || (name.contains("/") && technique.id().startsWith(name + "@"));
    }

    private static <P extends Provider> FletchingException unknown(String kind, String name, List<Technique<P>> all) {
        boolean full = name.contains("/");
        List<String> known = all.stream()
                .map(full ? Technique::id : Technique::name)
                .distinct()
                .sorted()
                .toList();
        String plural = Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + "s";
        return FletchingException.unknown(
                Kind.USER, "provider-unknown", "There is no " + kind + " '" + name + "'.", name, plural, known);
    }

    private static <P extends Provider> FletchingException ambiguous(
            String kind, String name, List<Technique<P>> matches) {
        String candidates = matches.stream()
                .map(technique -> technique.id() + " in " + technique.origin().location())
                .sorted()
                .collect(Collectors.joining(", "));
        return new FletchingException(
                Kind.USER,
                "provider-ambiguous",
                "The " + kind + " '" + name + "' could be any of: " + candidates
                        + ". Ask for one by its full name, module/name or module/name@version.");
    }
}
