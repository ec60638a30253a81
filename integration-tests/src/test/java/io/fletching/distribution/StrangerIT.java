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
    private static final Object[] TRAIN = ("train spirals --optimizer signum --set optimizer.lr=1e-3 --depth 2"
                    + " --width 16 --epochs 8 --json --out run")
            .split(" ");
    private static final String ID = "com.acme.signum/signum@1.2";

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
        assertTrains(installation.fletch(TRAIN).run(), folder.resolve("home"));
    }

    @Test
    void isFoundOnTheClassPath(@TempDir Path there) throws Exception {
        String classPath = Installation.JARS + "/*" + File.pathSeparator + signum;
        Result result = Installation.onClassPath(classPath, "io.fletching.cli.Main", TRAIN)
                .in(there)
                .run();
        assertThat(result.err()).isEqualTo("WARNING: Using incubator modules: jdk.incubator.vector\n");
        assertTrains(new Result(result.exitCode(), result.out(), ""), there);
    }

    private static void assertTrains(Result result, Path there) throws Exception {
        List<JsonNode> events = Installation.events(result);
        double first = events.get(1).get("loss").asDouble();
        double last = events.get(events.size() - 2).get("loss").asDouble();
        assertThat(last).isLessThan(0.7 * first);
        assertThat(Files.readString(there.resolve("run/run.yaml"))).contains("id: " + ID);
    }

    @Test
    void isUnknownWhereItIsNot(@TempDir Path there) throws Exception {
        Result result = Installation.in(there).fletch(TRAIN).run();
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("fletch: There is no optimizer 'signum'.");
    }
}
