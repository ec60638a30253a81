package io.fletching.spi;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The names of providers, options and slots.
final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private Names() {}

    static String check(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new FletchingException(
                    FletchingException.Kind.PROVIDER,
                    "name",
                    "The name of a " + what + " is '" + name + "'; expected lower-case words joined by dashes, such as"
                            + " 'weight-decay'.");
        }
        return name;
    }

    /// The known name nearest to a given one, or an empty text where none is near. Case makes no difference. Where
    /// known names say more than the given one, as `norm-clipping` does than `norm`, they alone are looked at: a
    /// single one is the nearest. Else near means one edit, and one more for every four letters given.
    static String nearest(String given, Collection<String> known) {
        List<String> longer =
                known.stream().filter(name -> contains(name, given)).toList();
        if (longer.size() == 1) {
            return longer.getFirst();
        }
        String best = "";
        int distance = given.length() / 4 + 2;
        for (String name : longer.isEmpty() ? known : longer) {
            int d = distance(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (d < distance) {
                distance = d;
                best = name;
            }
        }
        return best;
    }

    /// Whether a name starts or ends with a given one or has it as a word. One or two letters are in too many names to
    /// tell any.
    private static boolean contains(String name, String given) {
        if (given.length() < 3) {
            return false;
        }
        String part = Pattern.quote(given);
        return Pattern.compile("^" + part + "|" + part + "$|\\b" + part + "\\b", Pattern.CASE_INSENSITIVE)
                .matcher(name)
                .find();
    }

    /// Edits between two names: insert, delete, replace, or swap neighbours.
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
