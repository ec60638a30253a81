package io.fletching.data;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Which examples are kept from training to judge it.
public sealed interface Validation {
    /// A fifth, drawn with the seed.
    Validation DEFAULT = new Fraction(0.2);

    /// A share of the rows, above 0 and below 1, drawn with the seed and rounded to whole rows.
    record Fraction(double value) implements Validation {
        public Fraction {
            if (!(value > 0 && value < 1)) {
                throw wrong(String.valueOf(value), "a fraction above 0 and below 1");
            }
        }
    }

    /// The last rows, in the order of the source.
    record Last(long rows) implements Validation {
        public Last {
            if (rows < 1) {
                throw wrong("last:" + rows, "last:N with N at least 1");
            }
        }
    }

    /// All rows of another file, of the same columns or the same kind of images.
    record File(Path path) implements Validation {}

    /// Reads `0.2`, `last:2000` or the path of a file: one that exists, or that has a dot or a slash and so was meant
    /// to.
    static Validation parse(String text) {
        String expected = "a fraction such as 0.2, last:N or an existing file";
        try {
            if (text.startsWith("last:")) {
                expected = "last:N with N at least 1";
                return new Last(Long.parseLong(text.substring("last:".length())));
            }
            if (text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?%?")) {
                expected = "a fraction above 0 and below 1";
                return new Fraction(Double.parseDouble(text));
            }
            if (text.matches("(?s).*[./\\\\].*") || (!text.isBlank() && Files.exists(Path.of(text)))) {
                return new File(Path.of(text));
            }
        } catch (NumberFormatException | InvalidPathException | FletchingException e) {
            throw wrong(text, expected, e);
        }
        throw wrong(text, expected);
    }

    private static FletchingException wrong(String text, String expected) {
        return new FletchingException(Kind.USER, "data-validation", sentence(text, expected));
    }

    private static FletchingException wrong(String text, String expected, Exception cause) {
        return new FletchingException(Kind.USER, "data-validation", sentence(text, expected), cause);
    }

    private static String sentence(String text, String expected) {
        return "The validation rows are '" + text + "'; expected " + expected + ".";
    }
}
