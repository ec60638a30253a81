package io.fletching.data;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.nio.file.Path;
import java.util.List;

/// Where examples come from: a file, or one of the generated sets.
///
/// A generated set is as fixed as a file: its numbers follow from its own seed, which is not the seed of a run, and are
/// the same on every machine.
public sealed interface Source {
    /// The names that [#parse(String)] takes for generated sets.
    List<String> GENERATED = List.of("glyphs", "spirals");

    /// The most rows of a generated set: all pixels fit in one Java array.
    int MOST_ROWS = 5_000_000;

    /// A table or images in IDX, with or without gzip; which of these follows from the content.
    record File(Path path) implements Source {}

    /// Tables of the same columns, one below the other.
    ///
    /// @param name what messages call them together, such as the pattern that they match
    /// @param paths at least one, in the order of their rows
    record Files(String name, List<Path> paths) implements Source {
        public Files {
            paths = List.copyOf(paths);
            if (paths.isEmpty()) {
                throw new FletchingException(
                        Kind.USER, "data-missing-file", "No file matches '" + name + "'. Correct the pattern.");
            }
        }
    }

    /// Images in IDX whose labels are not where the usual naming puts them.
    record Images(Path images, Path labels) implements Source {}

    /// Digits drawn as strokes with random slant, thickness, shift, scale and noise: 20 × 20 grey levels, ten classes,
    /// the digit of row `r` being `r mod 10`. Softmax regression reaches about 0.83 on rows that it has not seen, a
    /// small network of three layers about 0.98.
    record Glyphs(int rows, long seed) implements Source {
        public Glyphs {
            checkRows("glyphs", rows);
        }
    }

    /// Interleaved spiral arms in the plane, a class each: row `r` belongs to arm `r mod arms`. Arm `a` is
    /// `t (cos φ, sin φ)` with `φ = 3.5 π t + 2 π a / arms`, t uniform in [0.1, 1).
    ///
    /// @param noise the deviation that is added to both coordinates
    record Spirals(int rows, int arms, double noise, long seed) implements Source {
        public Spirals {
            checkRows("spirals", rows);
            if (arms < 2) {
                throw option("arms of spirals are", arms, "at least 2");
            }
            if (!(noise >= 0) || Double.isInfinite(noise)) {
                throw option("noise of spirals is", noise, "a finite number, at least 0");
            }
        }
    }

    /// The glyphs of the demonstration: 12,000 rows, seed 0.
    static Source glyphs() {
        return new Glyphs(12_000, 0);
    }

    /// The spirals of the demonstration: 3,000 rows on three arms, noise 0.02, seed 0.
    static Source spirals() {
        return new Spirals(3_000, 3, 0.02, 0);
    }

    /// A generated set by its name, or what [#file(String)] says. (A file named `glyphs` is `./glyphs`.)
    static Source parse(String text) {
        return switch (text) {
            case "glyphs" -> glyphs();
            case "spirals" -> spirals();
            default -> file(text);
        };
    }

    /// A file by its path, or all files that match a pattern, sorted by name. The pattern (`*`, `?`, `[a-c]`,
    /// `{one,two}`) stands in the last part of the path; a file that is named so, letter by letter, goes before.
    ///
    /// @throws FletchingException of kind `USER` where nothing matches, or the text cannot be the name of a file
    static Source file(String text) {
        return SourceFiles.parse(text);
    }

    /// These images with labels from another file.
    default Source withLabels(Path labels) {
        return switch (this) {
            case File(Path images) -> new Images(images, labels);
            case Images named -> new Images(named.images(), labels);
            case Files files ->
                throw new FletchingException(
                        Kind.USER,
                        "data-option",
                        "'" + files.name() + "' are several files, which must be tables; leave out the labels file '"
                                + labels + "'.");
            case Glyphs _, Spirals _ ->
                throw new FletchingException(
                        Kind.USER,
                        "data-option",
                        "A generated set brings its labels; leave out the labels file '" + labels + "'.");
        };
    }

    private static void checkRows(String set, int rows) {
        if (rows < 1 || rows > MOST_ROWS) {
            throw option("rows of " + set + " are", rows, "1 to " + MOST_ROWS);
        }
    }

    private static FletchingException option(String what, Number value, String expected) {
        return new FletchingException(
                Kind.USER, "data-option", "The " + what + " '" + value + "'; expected " + expected + ".");
    }
}
