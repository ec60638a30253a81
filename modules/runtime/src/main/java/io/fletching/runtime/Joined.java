package io.fletching.runtime;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Several of a kind as one: their names with `+` between, `zscore-clipping+value-clipping`, and their options behind
/// ordinals, `second-max-value`. One alone has its own name and options.
public final class Joined {
    private static final List<String> ORDINALS =
            List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth");

    private Joined() {}

    /// The names that were joined, or the one.
    ///
    /// @param kind what they are names of, for a refusal
    /// @throws FletchingException of kind `USER` for more than eight, or where a `+` has no name on one of its sides
    public static List<String> names(String kind, String name) {
        // Behind a digit it is no name that follows but the build of a version.
        List<String> names = List.of(name.split("\\+(?!\\d)", -1));
        if (names.size() > 1 && names.contains("")) {
            String where = names.getFirst().isEmpty()
                    ? "before the first '+'"
                    : names.getLast().isEmpty() ? "behind the last '+'" : "between two '+'";
            throw new FletchingException(
                    Kind.USER,
                    kind + "-joined",
                    "The " + kind + " '" + name + "' has no name " + where + "; expected one, or no '+' there.");
        }
        if (names.size() > ORDINALS.size()) {
            throw new FletchingException(
                    Kind.USER,
                    kind + "-joined",
                    "The " + kind + " '" + name + "' joins " + names.size() + "; expected at most " + ORDINALS.size()
                            + ".");
        }
        return names;
    }

    /// The name of all together.
    public static String name(List<String> names) {
        return String.join("+", names);
    }

    /// The options of all together.
    ///
    /// @param each the options of each, as texts
    public static Map<String, String> texts(List<Map<String, String>> each) {
        if (each.size() == 1) {
            return each.getFirst();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < each.size(); i++) {
            String prefix = ordinal(i) + "-";
            each.get(i).forEach((option, text) -> texts.put(prefix + option, text));
        }
        return texts;
    }

    /// What [#texts] made one, apart again. Whether one has such an option is for it to say.
    ///
    /// @param name of all together, for a refusal
    /// @param options the names of the options of each, for a refusal
    /// @throws FletchingException of kind `USER` for an option of none
    static List<Map<String, String>> apart(String name, List<List<String>> options, Map<String, String> texts) {
        if (options.size() == 1) {
            return List.of(texts);
        }
        List<Map<String, String>> each = new ArrayList<>();
        options.forEach(_ -> each.add(new LinkedHashMap<>()));
        texts.forEach((given, text) -> {
            int dash = given.indexOf('-');
            int position = ORDINALS.indexOf(given.substring(0, Math.max(0, dash)));
            if (position < 0 || position >= each.size()) {
                List<String> known = new ArrayList<>();
                for (int i = 0; i < options.size(); i++) {
                    String prefix = ordinal(i) + "-";
                    options.get(i).forEach(option -> known.add(prefix + option));
                }
                throw FletchingException.unknown(
                        Kind.USER,
                        "option-unknown",
                        "'" + name + "' has no option '" + given + "'.",
                        given,
                        "Options",
                        known);
            }
            each.get(position).put(given.substring(dash + 1), text);
        });
        return each;
    }

    /// Which of those that are joined: `first`, `second` and so on.
    static String ordinal(int position) {
        return ORDINALS.get(position);
    }
}
