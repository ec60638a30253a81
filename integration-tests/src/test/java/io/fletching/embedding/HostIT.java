package io.fletching.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.distribution.Installation;
import io.fletching.scripts.Command.Result;
import io.fletching.scripts.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the library leaves to its host: output, files, logging, the state of the JVM, and other catalogs.
class HostIT {
    @TempDir
    static Path folder;

    private static Path host;

    @BeforeAll
    static void compile() throws IOException {
        host = Packed.host(folder);
    }

    private static List<String> run(Path place, Object... words) throws Exception {
        String classPath = Packed.path(Packed.library(), host, Packed.openBlas());
        Result result = Packed.onClassPath(classPath, words).in(place).run();
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).isEqualTo(Packed.ASIDES);
        return result.out().lines().toList();
    }

    @Test
    void nothingIsLeftInTheJvmOrOnTheDisk(@TempDir Path place) throws Exception {
        List<String> told = run(
                place,
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + place,
                "-Duser.home=" + place,
                "com.acme.host.Quiet");
        // The workers are there to be seen all the time; the thread that saves may be missed.
        assertThat(told)
                .contains("thread: fletching-worker-1", "thread: fletching-worker-2")
                .noneMatch(line -> line.endsWith("not a daemon"))
                .endsWith("threads left: []", "properties kept: true", "hooks kept: true", "handler kept: true");
        try (Stream<Path> files = Files.list(place)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void noJarBringsABackendForLogging() throws IOException {
        for (Path jar : Packed.library()) {
            assertThat(bringsBackend(jar)).as(jar.toString()).isFalse();
        }
        assertThat(Packed.jars(Installation.JARS)).anyMatch(HostIT::bringsBackend);
    }

    private static boolean bringsBackend(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            return Stream.of("org.slf4j.spi.SLF4JServiceProvider", "java.lang.System$LoggerFinder")
                    .anyMatch(service -> file.getEntry("META-INF/services/" + service) != null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One module name, two versions, each as if it were alone.
    @Test
    void catalogsWithDifferentPluginsTrainSideBySide() throws Exception {
        List<String> told = run(folder, "com.acme.host.SideBySide", plugin("0.01f"), plugin("0.02f"));
        assertThat(told).hasSize(4);
        assertThat(told.get(0)).matches("first: Steps of length 0\\.01: [0-9a-f]{64}");
        assertThat(told.get(1)).matches("second: Steps of length 0\\.02: [0-9a-f]{64}");
        assertThat(told.subList(2, 4)).containsExactly(told.get(1), told.get(0));
    }

    private static Path plugin(String length) throws IOException {
        Path place = Files.createDirectories(folder.resolve("step-" + length));
        Path source = Packed.SOURCES.resolve("step");
        Path step = Files.writeString(
                place.resolve("Step.java"),
                Files.readString(source.resolve("com/acme/step/Step.java"))
                        .replace("LENGTH = 1;", "LENGTH = " + length + ";"));
        Path classes = place.resolve("classes");
        Tool.run("javac", "-p", Packed.path(Packed.library()), "-d", classes, source.resolve("module-info.java"), step);
        Path jar = place.resolve("step.jar");
        Tool.run("jar", "--create", "--file", jar, "-C", classes, ".");
        return jar;
    }
}
