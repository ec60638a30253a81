package io.fletching.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fletching.scripts.Command;
import io.fletching.scripts.Command.Result;
import io.fletching.tck.Report;
import java.io.File;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stranger's provider of the SPI's own tests, compiled against the jar of the SPI alone, is found on both
/// paths and trains.
class StrangerIT {
    private static final Path SOURCES = Command.ROOT.resolve("spi/src/test/resources/io/fletching/spi/signum");
    private static final Object[] TRAIN = ("train spirals --optimizer signum --set optimizer.lr=1e-3 --depth 2"
                    + " --width 16 --epochs 8 --json --out run")
            .split(" ");
    /// What the kit needs: its jar and three more, none of them JUnit's.
    private static final String EXAMINE = """
            import io.fletching.tck.Conformance;

            void main() {
                var report = Conformance.of(com.acme.signum.Signum::new).run();
                IO.print(report);
                System.exit(report.conforms() ? 0 : 1);
            }
            """;
    private static final String SCALED = "* scale *";
    private static final String ID = "com.acme.signum/signum@1.2";

    @TempDir
    static Path folder;

    private static Installation installation;
    private static Path signum;

    @BeforeAll
    static void compile() throws Exception {
        installation = Installation.in(folder.resolve("home"));
        signum = pack(SOURCES.resolve("Signum.java"), folder);
    }

    /// The stranger's jar, made from a source of its class.
    private static Path pack(Path source, Path there) throws Exception {
        return StrangerJar.pack(
                there,
                "signum-1.2.jar",
                "com.acme.signum.Signum",
                jar("fletching-spi-"),
                SOURCES.resolve("module-info.java"),
                source);
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
    void conforms(@TempDir Path there) throws Exception {
        Result result = examine(signum, there);
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .startsWith("optimizer 'signum' conforms: ")
                .contains("missed  ALL-04 ", "kept    OPT-02 ");
    }

    @Test
    void isToldWhichRuleItBreaks(@TempDir Path there) throws Exception {
        String source = Files.readString(SOURCES.resolve("Signum.java"));
        assertThat(source).contains(SCALED);
        Path forgetful = Files.writeString(there.resolve("Signum.java"), source.replace(SCALED, "*"));
        Result result = examine(pack(forgetful, there), there);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .startsWith("optimizer 'signum' does not conform: ")
                .containsOnlyOnce("\nbroken ")
                .contains("\nbroken  OPT-02 scales the gradient first: With ");
    }

    private static Result examine(Path provider, Path there) throws Exception {
        Path kit = Path.of(
                Report.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String classPath = String.join(
                File.pathSeparator,
                kit.toString(),
                jar("fletching-spi-").toString(),
                jar("fletching-kernels-").toString(),
                jar("fletching-linalg-").toString(),
                jar("fletching-runtime-").toString(),
                provider.toString());
        Path program = Files.writeString(there.resolve("Examine.java"), EXAMINE);
        return new Command(Path.of(System.getProperty("java.home"), "bin", "java"))
                .with("--add-modules=jdk.incubator.vector", "-cp", classPath, program)
                .in(there)
                .run();
    }

    @Test
    void isUnknownWhereItIsNot(@TempDir Path there) throws Exception {
        Result result = Installation.in(there).fletch(TRAIN).run();
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("fletch: There is no optimizer 'signum'.");
    }
}
