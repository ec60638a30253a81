package io.fletching.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fletching.scripts.Command;
import io.fletching.scripts.Command.Result;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// `fletch` and the packed jars of this build in a folder of their own. There are no sources, so nothing is built.
public final class Installation {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The module path of the command, as the build has made it.
    public static final Path JARS = Command.ROOT.resolve("modules/cli/target/lib");

    private final Path folder;

    private Installation(Path folder) {
        this.folder = folder;
    }

    static Installation in(Path folder) throws IOException {
        Command.copyScripts(folder, "fletch", "build/find-jdk.sh", "pom.xml");
        var installation = new Installation(folder);
        for (Path part : List.of(folder.resolve("spi"), folder.resolve("providers"), installation.jars())) {
            Files.createDirectories(part);
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(JARS, "*.jar")) {
            for (Path jar : jars) {
                Files.copy(jar, installation.jars().resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return installation;
    }

    /// The launcher.
    Path launcher() {
        return folder.resolve("fletch");
    }

    /// The folder of the jars, where more may be put.
    Path jars() {
        return folder.resolve("modules/cli/target/lib");
    }

    /// A command to run in this folder.
    Command fletch(Object... words) {
        return run(launcher(), words);
    }

    /// A command to run in this folder, by another path to the launcher.
    Command run(Path launcher, Object... words) {
        return new Command(launcher).with(words).in(folder).environment("JAVA_HOME", System.getProperty("java.home"));
    }

    /// A command that runs a class on a class path, with the flags that this takes.
    public static Command onClassPath(String classPath, String mainClass, Object... words) {
        return new Command(Path.of(System.getProperty("java.home"), "bin", "java"))
                .with("--add-modules=jdk.incubator.vector", "--add-opens=java.base/java.nio=ALL-UNNAMED")
                .with("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                .with("-cp", classPath, mainClass)
                .with(words);
    }

    /// The events that a successful run with `--json` told, and it told nothing else but its progress.
    static List<JsonNode> events(Result result) throws IOException {
        assertThat(result.err().lines()).allMatch(line -> line.startsWith("fletch: step "));
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).endsWith("\n");
        return JSON.readerFor(JsonNode.class).<JsonNode>readValues(result.out()).readAll();
    }

    /// The last event.
    static JsonNode end(Result result) throws IOException {
        JsonNode end = events(result).getLast();
        assertThat(end.get("event").asText()).isEqualTo("end");
        return end;
    }
}
