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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules on the text of the source tree.
class SourceTest {
    private static final Path ROOT = Path.of(System.getProperty("fletching.root"));
    private static final int MOST_LINES = 400;
    private static final Pattern MOCKS = Pattern.compile("org\\.mockito|org\\.easymock|org\\.jmock|mockit\\.");

    private static final Pattern CLOSES =
            Pattern.compile("@AfterEach\\s|implements .*\\b(?:AfterEachCallback|AutoCloseable)\\b");
    private static final Pattern HEAD_OF_TRY = Pattern.compile("\\btry \\([^{}]*\\) \\{");
    private static final Pattern OPENED = Pattern.compile("(?:(\\w+) = )?(?:Memory\\.create|new RootAllocator)\\(");

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

    /// Test sources that open memory which nobody closes. What is opened in the head of a `try` is closed, and so is a
    /// variable that is closed after each test or by an `AutoCloseable` that has it. Closing is the check: memory
    /// with a byte outstanding refuses to close.
    private static List<Path> leavingOpen(Path root) throws IOException {
        return sources(root).stream()
                .filter(file -> root.relativize(file).toString().contains("src/test/"))
                .filter(file -> leavesOpen(String.join("\n", lines(file))))
                .toList();
    }

    private static boolean leavesOpen(String text) {
        boolean closes = CLOSES.matcher(text).find();
        return OPENED.matcher(HEAD_OF_TRY.matcher(text).replaceAll(""))
                .results()
                .map(opened -> opened.group(1))
                .anyMatch(variable -> variable == null || !closes || !text.contains(variable + ".close();"));
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
        assertThat(sources(ROOT)).hasSizeGreaterThan(300);
        assertThat(tooLong(ROOT)).isEmpty();
    }

    @Test
    void nothingIsMocked() throws IOException {
        assertThat(mocking(ROOT)).isEmpty();
    }

    @Test
    void everyTestClosesItsMemory() throws IOException {
        assertThat(leavingOpen(ROOT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "try (var memory = OPENED) {}",
                "try (var workers = Workers.of(1);\n Memory memory = OPENED) {}",
                "Memory memory = OPENED;\n@AfterEach\nvoid close() { memory.close(); }",
            })
    void closedMemoryIsSeen(String text) {
        assertThat(leavesOpen(text.replace("OPENED", "Memory" + ".create()"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var memory = OPENED;",
                "try (var arena = open()) {\n}\nvar root = OPENED;",
                "Memory memory = OPENED;\n@AfterEach\nvoid close() { other.close(); }",
                "Memory memory = OPENED;\nvoid close() { memory.close(); }",
                "use(OPENED);",
            })
    void memoryLeftOpenIsCaught(String text) {
        assertThat(leavesOpen(text.replace("OPENED", "Memory" + ".create()"))).isTrue();
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
