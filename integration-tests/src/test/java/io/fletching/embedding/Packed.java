package io.fletching.embedding;

import io.fletching.distribution.Installation;
import io.fletching.scripts.Command;
import io.fletching.scripts.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The packed jars that a program embeds, programs that are compiled against them, and JVMs to run those in.
final class Packed {
    /// What Java says of the Vector API, and Arrow's logging once where the host has brought no backend.
    static final String ASIDES = """
            WARNING: Using incubator modules: jdk.incubator.vector
            SLF4J(W): No SLF4J providers were found.
            SLF4J(W): Defaulting to no-operation (NOP) logger implementation
            SLF4J(W): See https://www.slf4j.org/codes.html#noProviders for further details.
            """;

    /// What the command brings for itself: its own jar, its libraries, and a backend for what others log.
    private static final String OF_THE_COMMAND = "(fletching-cli|picocli|snakeyaml-engine|slf4j-nop|slf4j-jdk)-.*";

    static final Path SOURCES = Command.ROOT.resolve("integration-tests/src/test/resources/embedding");

    private Packed() {}

    /// The library and all that it needs, but for OpenBLAS.
    static List<Path> library() throws IOException {
        return jars(Installation.JARS).stream()
                .filter(jar -> !name(jar).matches(OF_THE_COMMAND) && !name(jar).startsWith("openblas-"))
                .toList();
    }

    /// OpenBLAS, which is a resource on the class path.
    static Path openBlas() throws IOException {
        return jars(Installation.JARS).stream()
                .filter(jar -> name(jar).startsWith("openblas-"))
                .findFirst()
                .orElseThrow();
    }

    static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> name(file).endsWith(".jar")).sorted().toList();
        }
    }

    static String name(Path file) {
        return file.getFileName().toString();
    }

    /// The host's program as a module, packed.
    static Path host(Path folder) throws IOException {
        Path classes = compile(
                "host", folder, "module-info", "com/acme/host/Host", "com/acme/host/SideBySide", "com/acme/host/Quiet");
        Path jar = folder.resolve("host.jar");
        Tool.run("jar", "--create", "--file", jar, "--main-class", "com.acme.host.Host", "-C", classes, ".");
        return jar;
    }

    /// Compiles a program, and gives the folder of its classes.
    static Path compile(String name, Path folder, String... types) throws IOException {
        Path classes = folder.resolve(name);
        Stream<Object> options = Stream.of("-d", classes, "-p", path(library()));
        Stream<Path> sources = Stream.of(types).map(type -> SOURCES.resolve(name + "/" + type + ".java"));
        Tool.run("javac", Stream.concat(options, sources).toArray());
        return classes;
    }

    static String path(List<Path> files, Path... more) {
        return Stream.concat(files.stream(), Stream.of(more))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// A JVM with the flags that docs/embedding.md names for the class path.
    static Command onClassPath(String classPath, Object... words) {
        return Installation.onClassPath(classPath, "-XX:TieredStopAtLevel=1", words);
    }
}
