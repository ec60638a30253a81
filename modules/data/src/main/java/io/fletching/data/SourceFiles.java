package io.fletching.data;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// From the text of a path or pattern to files.
final class SourceFiles {
    private SourceFiles() {}

    static Source parse(String text) {
        Path path = path(text);
        Path name = path.getFileName();
        if (name == null || !isPattern(name.toString()) || Files.exists(path)) {
            return new Source.File(path);
        }
        Path folder = Objects.requireNonNullElse(path.getParent(), Path.of(""));
        PathMatcher matcher = matcher(text, name.toString());
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> matching = files.filter(file -> matcher.matches(file.getFileName()) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            return new Source.Files(text, matching);
        } catch (IOException | DirectoryIteratorException e) {
            throw new FletchingException(
                    Kind.USER,
                    "data-missing-file",
                    "No file matches '" + text + "': its folder '" + folder + "' cannot be read.",
                    e);
        }
    }

    private static boolean isPattern(String name) {
        return name.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    private static PathMatcher matcher(String text, String name) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + name);
        } catch (PatternSyntaxException e) {
            throw new FletchingException(
                    Kind.USER,
                    "data-missing-file",
                    "No file '" + text + "', and as a pattern it is wrong: " + e.getDescription() + ".",
                    e);
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new FletchingException(
                    Kind.USER, "data-missing-file", "'" + e.getInput() + "' cannot be the name of a file.", e);
        }
    }
}
