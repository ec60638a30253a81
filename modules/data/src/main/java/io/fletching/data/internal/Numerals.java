package io.fletching.data.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What counts as a number in a text: decimal digits, a point, an exponent, signs. Java would also take `1f`, `0x1p3`
/// and `NaN`.
final class Numerals {
    private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");

    private Numerals() {}

    /// The value of a number, infinite where it is too large for a double; NaN where the text is no number.
    static double parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return Double.NaN;
            }
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }

    static boolean isNumber(String text) {
        return !Double.isNaN(parse(text));
    }

    /// Whether a text means a number that is none to compute with, as `nan` and `-inf` do.
    static boolean isNotFinite(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        return NOT_FINITE.contains(word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word);
    }

    /// A number as the text that CSV would have: a whole number without a point.
    static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 0x1p53
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    /// The order of categories: by number where all of them are numbers, else by text.
    static Comparator<String> order(List<String> values) {
        Comparator<String> byText = Comparator.naturalOrder();
        return values.stream().allMatch(Numerals::isNumber)
                ? Comparator.comparingDouble(Double::parseDouble).thenComparing(byText)
                : byText;
    }
}
