package io.fletching.runtime;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Provider;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which provider a name means. It depends on names and preferences alone, never on the order of files or paths.
///
/// A full name, `module/name` or `module/name@version`, means what it says. A bare name means the provider that is
/// preferred for it; else the built-in of that name; else the only one there is; else nothing.
///
/// @param techniques all that were found
/// @param preferences full names by `kind bare-name`
record Selection(List<Technique<?>> techniques, Map<String, String> preferences) {
    /// How a user chooses where a bare name could mean several.
    static final String WAYS = "Choose one with --prefer %1$s=module/name, with -D" + CatalogBuilder.PROPERTY
            + "%1$s=module/name or with prefer.%1$s in the configuration; or ask for it by its full name, module/name or"
            + " module/name@version.";

    /// Everything of the kind whose bare name the given name has, and why each is meant or not.
    List<Candidate> why(String kind, String name) {
        String wanted = wanted(kind, name);
        List<Technique<?>> namesakes = techniques.stream()
                .filter(technique ->
                        technique.kind().equals(kind) && technique.name().equals(bare(name)))
                .toList();
        List<Technique<?>> meant = meant(namesakes, wanted);
        return namesakes.stream()
                .map(technique -> new Candidate(
                        technique,
                        meant.size() == 1 && meant.contains(technique),
                        reason(technique, name, wanted, namesakes, meant)))
                .toList();
    }

    private static String reason(
            Technique<?> technique,
            String name,
            String wanted,
            List<Technique<?>> namesakes,
            List<Technique<?>> meant) {
        boolean is = meant.contains(technique);
        if (is && meant.size() > 1) {
            return "'" + wanted + "' could mean " + meant.size() + " providers, and no order of files decides";
        }
        if (!wanted.equals(name)) {
            return is ? "preferred as " + wanted : "another is preferred: " + wanted;
        }
        if (name.contains("/")) {
            return is ? "this is its full name" : "another full name was asked for";
        }
        if (technique.origin().builtIn()) {
            return "a bare name always means the built-in";
        }
        return namesakes.size() == 1
                ? "the only one of this name"
                : "a bare name always means the built-in; reach this one as "
                        + technique.origin().module() + "/" + technique.name() + ", or prefer it";
    }

    /// The name after preferences.
    private String wanted(String kind, String name) {
        return preferences.getOrDefault(kind + " " + name, name);
    }

    private static List<Technique<?>> meant(List<Technique<?>> namesakes, String name) {
        if (name.contains("/")) {
            return namesakes.stream()
                    .filter(technique -> hasFullName(technique, name))
                    .toList();
        }
        List<Technique<?>> builtIn = namesakes.stream()
                .filter(technique -> technique.origin().builtIn())
                .toList();
        return builtIn.isEmpty() ? namesakes : builtIn;
    }

    private static boolean hasFullName(Technique<?> technique, String name) {
        return technique.id().equals(name) || technique.id().startsWith(name + "@");
    }

    /// The name behind a module and before a version.
    static String bare(String name) {
        String behind = name.substring(name.lastIndexOf('/') + 1);
        int at = behind.indexOf('@');
        return at < 0 ? behind : behind.substring(0, at);
    }

    <P extends Provider> Technique<P> find(Class<P> type, String name) {
        String kind = Kinds.name(type);
        String wanted = wanted(kind, name);
        List<Technique<P>> all = ofKind(type);
        List<Technique<?>> meant = meant(
                all.stream()
                        .<Technique<?>>map(technique -> technique)
                        .filter(technique -> technique.name().equals(bare(wanted)))
                        .toList(),
                wanted);
        return switch (meant.size()) {
            case 0 -> throw unknown(kind, name, wanted, all);
            case 1 -> all.get(all.indexOf(meant.getFirst()));
            default -> throw ambiguous(kind, wanted, meant);
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

    /// Whether a preference names something.
    boolean has(String kind, String fullName) {
        return techniques.stream()
                .anyMatch(technique -> technique.kind().equals(kind) && hasFullName(technique, fullName));
    }

    private static <P extends Provider> FletchingException unknown(
            String kind, String name, String wanted, List<Technique<P>> all) {
        List<String> known = all.stream()
                .map(wanted.contains("/") ? Technique::id : Technique::name)
                .distinct()
                .sorted()
                .toList();
        String plural = Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + "s";
        String preferred = wanted.equals(name) ? "" : ", which is preferred for '" + name + "'";
        return FletchingException.unknown(
                Kind.USER,
                "provider-unknown",
                "There is no " + kind + " '" + wanted + "'" + preferred + ".",
                wanted,
                plural,
                known);
    }

    private static FletchingException ambiguous(String kind, String name, List<Technique<?>> matches) {
        String candidates = matches.stream()
                .map(technique -> technique.id() + " in " + technique.origin().location())
                .sorted()
                .collect(Collectors.joining(", "));
        boolean apart = matches.stream().map(Technique::id).distinct().count() == matches.size();
        return new FletchingException(
                Kind.USER,
                "provider-ambiguous",
                "The " + kind + " '" + name + "' could be any of: " + candidates + ". "
                        + (apart ? WAYS.formatted(kind) : "Their full names are the same: take all but one away."));
    }
}
