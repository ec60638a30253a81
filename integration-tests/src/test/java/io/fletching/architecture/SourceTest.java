package io.fletching.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules on the text of the source tree.
class SourceTest {
    private static final Path ROOT = Path.of(System.getProperty("fletching.root"));
    private static final int MOST_LINES = 400;
    private static final Pattern MOCKS = Pattern.compile("org\\.mockito|org\\.easymock|org\\.jmock|mockit\\.");

    @TempDir
    Path fixtures;

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !root.relativize(file).toString().matches("(.*/)?target/.*"))
                    .toList();
        }
    }

    private static List<Path> tooLong(Path root) throws IOException {
        return sources(root).stream()
                .filter(file -> lines(file).size() > MOST_LINES)
                .toList();
    }

    private static List<Path> mocking(Path root) throws IOException {
        return sources(root).stream()
                .filter(file -> lines(file).stream()
                        .anyMatch(line -> line.startsWith("import ")
                                && MOCKS.matcher(line).find()))
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noFileIsLong() throws IOException {
        assertThat(sources(ROOT)).hasSizeGreaterThan(40);
        assertThat(tooLong(ROOT)).isEmpty();
    }

    @Test
    void nothingIsMocked() throws IOException {
        assertThat(mocking(ROOT)).isEmpty();
    }

    @Test
    void fixturesAreCaught() throws IOException {
        Path longest = Files.writeString(fixtures.resolve("Longest.java"), "\n".repeat(MOST_LINES));
        Path longer = Files.writeString(fixtures.resolve("Longer.java"), "\n".repeat(MOST_LINES + 1));
        Path mock = Files.writeString(fixtures.resolve("Mock.java"), "import static org.mockito.Mockito.mock;\n");
        assertThat(sources(fixtures)).contains(longest);
        assertThat(tooLong(fixtures)).containsExactly(longer);
        assertThat(mocking(fixtures)).containsExactly(mock);
    }
}
