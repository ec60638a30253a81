package io.fletching.cli;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The values of `--set`, by kind and option.
final class Settings {
    static final List<String> KINDS =
            List.of("optimizer", "others", "clipper", "normalizer", "initializer", "schedule", "loss");

    private final Map<String, Map<String, String>> values = new LinkedHashMap<>();

    /// Reads texts of the form `KIND.OPTION=VALUE`. Whether a kind has such an option is found where it is known who
    /// has it.
    static Settings parse(List<String> texts) {
        var settings = new Settings();
        texts.forEach(settings::add);
        return settings;
    }

    private void add(String text) {
        int equals = text.indexOf('=');
        int dot = text.indexOf('.');
        if (dot < 1 || equals <= dot + 1) {
            throw refusal("Option '--set' is '" + text + "'; expected KIND.OPTION=VALUE, such as optimizer.lr=3e-3.");
        }
        String kind = text.substring(0, dot);
        String option = text.substring(dot + 1, equals);
        if (!KINDS.contains(kind)) {
            throw FletchingException.unknown(
                    Kind.USER,
                    "set-kind",
                    "Option '--set' is '" + text + "', but there is no kind '" + kind + "'.",
                    kind,
                    "Kinds",
                    KINDS);
        }
        var options = values.computeIfAbsent(kind, _ -> new LinkedHashMap<>());
        if (options.put(option, text.substring(equals + 1)) != null) {
            throw refusal("Option '--set' gives '" + kind + "." + option + "' twice; expected it once.");
        }
    }

    /// The kind of provider that has a kind's options: `others` are optimizers too.
    static String provider(String kind) {
        return kind.equals("others") ? "optimizer" : kind;
    }

    /// The options of a kind.
    Map<String, String> of(String kind) {
        return values.getOrDefault(kind, Map.of());
    }

    /// Refuses options of a kind that is left out.
    void refuse(String kind) {
        if (!of(kind).isEmpty()) {
            String option = of(kind).keySet().iterator().next();
            throw refusal("Option '--set' gives '" + kind + "." + option + "', but '--" + kind
                    + " none' leaves out the " + kind + "; drop one of the two.");
        }
    }

    private static FletchingException refusal(String sentence) {
        return new FletchingException(Kind.USER, "set", sentence);
    }
}
