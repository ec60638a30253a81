package io.fletching.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fletching.scripts.Command;
import io.fletching.scripts.Command.Result;
import io.fletching.scripts.Tool;
import java.io.File;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stranger's provider of the SPI's own tests, compiled against the jar of the SPI alone, is found on both paths
/// and
/// trains.
class StrangerIT {
    private static final Path SOURCES = Command.ROOT.resolve("spi/src/test/resources/io/fletching/spi/signum");
    private static final List<Object> TRAIN = List.of(
            "train",
            "spirals",
            "--optimizer",
            "signum",
            "--set",
            "optimizer.lr=1e-3",
            "--depth",
            2,
            "--width",
            16,
            "--epochs",
            8,
            "--json",
            "--out",
            "run");

    @TempDir
    static Path folder;

    private static Installation installation;
    private static Path signum;

    @BeforeAll
    static void compile() throws Exception {
        installation = Installation.in(folder.resolve("home"));
        Path classes = folder.resolve("classes");
        Tool.run(
                "javac",
                "-Xlint:all",
                "-Werror",
                "--module-path",
                jar("fletching-spi-"),
                "-d",
                classes,
                SOURCES.resolve("module-info.java"),
                SOURCES.resolve("Signum.java"));
        Path service = classes.resolve("META-INF/services/io.fletching.spi.Optimizer");
        Files.createDirectories(service.getParent());
        Files.writeString(service, "com.acme.signum.Signum\n");
        signum = folder.resolve("signum-1.2.jar");
        Tool.run("jar", "--create", "--file", signum, "--module-version", "1.2", "-C", classes, ".");
    }

    private static Path jar(String name) throws Exception {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Installation.JARS, name + "*.jar")) {
            return jars.iterator().next();
        }
    }

    @Test
    void isFoundOnTheModulePath() throws Exception {
        Files.copy(signum, installation.jars().resolve("signum-1.2.jar"));
        Path there = folder.resolve("home");
        assertTrains(installation.fletch(TRAIN.toArray()).run(), there, "com.acme.signum/signum@1.2");
    }

    @Test
    void isFoundOnTheClassPath(@TempDir Path there) throws Exception {
        Result result = new Command(Path.of(System.getProperty("java.home"), "bin", "java"))
                .with("--add-modules=jdk.incubator.vector", "--add-opens=java.base/java.nio=ALL-UNNAMED")
                .with("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                .with("-cp", Installation.JARS + "/*" + File.pathSeparator + signum, "io.fletching.cli.Main")
                .with(TRAIN.toArray())
                .in(there)
                .run();
        assertThat(result.err()).isEqualTo("WARNING: Using incubator modules: jdk.incubator.vector\n");
        assertTrains(new Result(result.exitCode(), result.out(), ""), there, "com.acme.signum/signum@1.2");
    }

    private static void assertTrains(Result result, Path there, String id) throws Exception {
        List<JsonNode> events = Installation.events(result);
        double first = events.get(1).get("loss").asDouble();
        double last = events.get(events.size() - 2).get("loss").asDouble();
        assertThat(last).isLessThan(0.7 * first);
        assertThat(Files.readString(there.resolve("run/run.yaml"))).contains(id);
        System.out.printf("%s: loss %.3f, then %.3f%n", id, first, last);
    }

    @Test
    void isUnknownWhereItIsNot(@TempDir Path there) throws Exception {
        Result result = Installation.in(there).fletch(TRAIN.toArray()).run();
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("fletch: There is no optimizer 'signum'.");
    }
}
