package io.fletching.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The module on the class path of a JVM of its own, with each of Arrow's memory implementations, with none, and
/// without what they need from the JVM.
class ClassPathTest {
    private static final String ALLOW_UNSAFE = "--sun-misc-unsafe-memory-access=allow";
    private static final String ALLOW_NATIVE = "--enable-native-access=ALL-UNNAMED";
    private static final String WORKED = "class path 2.5";

    private final Path target = Path.of(System.getProperty("basedir"), "target");
    private List<String> without = List.of();
    private List<String> unsafe = List.of();

    @BeforeEach
    void splitThePath() {
        var jars = Stream.of("jdk.module.path", "java.class.path")
                .flatMap(path -> Stream.of(System.getProperty(path, "").split(File.pathSeparator)))
                .toList();
        unsafe =
                jars.stream().filter(jar -> jar.contains("arrow-memory-unsafe")).toList();
        without = jars.stream()
                .filter(jar -> !jar.contains("arrow-memory-unsafe"))
                .toList();
        assertThat(unsafe).hasSize(1);
    }

    @Test
    void worksWithUnsafe() throws IOException, InterruptedException {
        assertThat(run(unsafe, ALLOW_UNSAFE, ALLOW_NATIVE)).isEqualTo(WORKED);
    }

    @Test
    void worksWithNetty() throws IOException, InterruptedException {
        try (var files = Files.list(target.resolve("netty"))) {
            var netty = files.map(Path::toString).toList();
            assertThat(netty).hasSize(4);
            assertThat(run(netty, ALLOW_UNSAFE, ALLOW_NATIVE)).isEqualTo(WORKED);
        }
    }

    @Test
    void namesTheCureWithoutAnImplementation() throws IOException, InterruptedException {
        assertThat(run(List.of(), ALLOW_UNSAFE, ALLOW_NATIVE))
                .startsWith("arrow-memory: ")
                .contains("Add org.apache.arrow:arrow-memory-unsafe to the class path");
    }

    @Test
    void namesTheCureWhereUnsafeIsDenied() throws IOException, InterruptedException {
        assertThat(run(unsafe, "--sun-misc-unsafe-memory-access=deny", ALLOW_NATIVE))
                .startsWith("arrow-memory: ")
                .contains("start the JVM with '--sun-misc-unsafe-memory-access=allow'");
    }

    @Test
    void namesTheCureWhereNativeAccessIsDenied() throws IOException, InterruptedException {
        assertThat(run(unsafe, ALLOW_UNSAFE, "--illegal-native-access=deny"))
                .startsWith("native-access: ")
                .endsWith("on the class path with '--enable-native-access=ALL-UNNAMED'.");
    }

    /// What [ClassPathProgram] prints on its standard output.
    private String run(List<String> memory, String... flags) throws IOException, InterruptedException {
        var path = new ArrayList<>(without);
        path.addAll(memory);
        path.add(target.resolve("test-classes").toString());
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(flags));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", String.join(File.pathSeparator, path)));
        command.add("io.fletching.arrow.ClassPathProgram");
        var process = new ProcessBuilder(command)
                .redirectError(target.resolve("class-path-program.log").toFile())
                .start();
        try (var output = process.inputReader()) {
            String text = output.readAllAsString().strip();
            process.waitFor();
            return text;
        }
    }
}
