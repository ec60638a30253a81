package io.fletching.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.scripts.Command.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs a copy of fletch in a tree whose build puts the modules of [StubModules] in place.
class FletchTest {
    private static final List<String> BROKEN_FLAG = List.of("Unrecognized VM option 'NoSuchFlag'");

    @TempDir
    static Path modules;

    @TempDir
    Path folder;

    private Path tree;

    @BeforeAll
    static void compile() throws IOException {
        StubModules.compileTo(modules);
    }

    @BeforeEach
    void plant() throws IOException {
        tree = folder.resolve("a tree");
        Command.copyScripts(tree, "fletch", "build/find-jdk.sh");
        Command.script(
                tree.resolve("mvnw"),
                "echo \"$*\" >>'" + tree.resolve("builds") + "'",
                "echo 'WARNING: something of Maven'; echo 'more of it' >&2",
                "[ ! -e '" + tree.resolve("broken") + "' ] || exit 1",
                "mkdir -p '" + tree.resolve("modules/cli/target/lib") + "'",
                "cp '" + modules + "'/*.jar '" + tree.resolve("modules/cli/target/lib") + "'");
        source("pom.xml");
        source("spi/src/main/java/Spi.java");
        source("modules/cli/src/main/java/Main.java");
        source("providers/one/src/main/resources/META-INF/services/one");
        source("providers/one/src/test/java/OneTest.java");
    }

    private void source(String name) throws IOException {
        Path file = tree.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private Command fletch(Object... arguments) {
        return new Command(tree.resolve("fletch"))
                .with(arguments)
                .environment("JAVA_HOME", System.getProperty("java.home"));
    }

    private long builds() throws IOException {
        return Files.readAllLines(tree.resolve("builds")).size();
    }

    @Test
    void firstUseBuildsInSilence() throws Exception {
        assertThat(fletch("print", "two words", "", "*").run())
                .isEqualTo(new Result(0, "print|two words||*\n", "an error\n"));
        assertThat(tree.resolve("builds"))
                .hasContent("-q -B -ntp -Dquick -f " + tree.toRealPath() + "/pom.xml -pl modules/cli -am package");
    }

    @Test
    void laterUseBuildsOnlyWhereSourcesAreNewer() throws Exception {
        fletch("print").run();
        fletch("print").run();
        Files.setLastModifiedTime(
                tree.resolve("providers/one/src/test/java/OneTest.java"),
                FileTime.from(Instant.now().plusSeconds(60)));
        fletch("print").run();
        assertThat(builds()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pom.xml",
                "spi/src/main/java/Spi.java",
                "modules/cli/src/main/java/Main.java",
                "providers/one/src/main/resources/META-INF/services/one"
            })
    void newerSourceIsBuilt(String name) throws Exception {
        fletch("print").run();
        Files.setLastModifiedTime(
                tree.resolve(name), FileTime.from(Instant.now().plusSeconds(60)));
        fletch("print").run();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void ofCommandsStartedAtOnceOneBuilds() throws Exception {
        Process first = fletch("print").start();
        Process second = fletch("print").start();
        assertThat(Command.resultOf(first, "").out()).isEqualTo("print\n");
        assertThat(Command.resultOf(second, "").out()).isEqualTo("print\n");
        assertThat(builds()).isOne();
    }

    @Test
    void failedBuildIsShown() throws Exception {
        Files.createFile(tree.resolve("broken"));
        assertThat(fletch("print").run()).isEqualTo(new Result(1, "", """
                        WARNING: something of Maven
                        more of it
                        fletch: the build failed; what Maven said is above.
                        """));
        Files.delete(tree.resolve("broken"));
        assertThat(fletch("print").run().exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 77})
    void exitCodeIsTheCommands(int code) throws Exception {
        assertThat(fletch("exit", code).run().exitCode()).isEqualTo(code);
    }

    @Test
    void standardInputReachesTheCommand() throws Exception {
        assertThat(fletch("copy").input("one\ntwo").run().out()).isEqualTo("copy\none\ntwo");
    }

    @Test
    void runsThroughLinksFromAnotherFolder() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Path near = Files.createSymbolicLink(elsewhere.resolve("near"), Path.of("../a tree/fletch"));
        Path far = Files.createSymbolicLink(folder.resolve("far"), near);
        Result result = new Command(far, "print")
                .in(elsewhere)
                .environment("JAVA_HOME", System.getProperty("java.home"))
                .run();
        assertThat(result).isEqualTo(new Result(0, "print\n", "an error\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLETCH_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
    void jvmThatDoesNotStartIsHeard(String variable) throws Exception {
        fletch("print").run();
        Result result = fletch("print").environment(variable, "-XX:+NoSuchFlag").run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).containsAll(BROKEN_FLAG);
    }

    @Test
    void jvmThatFindsNoModuleIsHeardOnStandardError() throws Exception {
        Result result = fletch("print")
                .environment("FLETCH_JAVA_OPTS", "--add-modules no.such.module")
                .run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Module no.such.module not found");
    }

    @Test
    void furtherFlagsReachTheJvm() throws Exception {
        assertThat(fletch("property", "a.b")
                        .environment("FLETCH_JAVA_OPTS", "-Dc=d -Da.b=here")
                        .run()
                        .out())
                .isEqualTo("property|a.b\nhere\n");
    }

    @Test
    void errorsWithoutLineEndArriveAtOnce() throws Exception {
        Process process = fletch("wait", 0).start();
        awaitItsWaiting(process);
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(128 + 15);
    }

    @ParameterizedTest
    @CsvSource({"INT, 500, 130", "TERM, 500, 143", "HUP, 500, 143", "HUP, 0, 143"})
    void theFirstSignalLetsTheCommandEndInGoodOrder(String signal, int milliseconds, int code) throws Exception {
        Process process = fletch("wait", milliseconds).interruptible().start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("wait|" + milliseconds);
        awaitItsWaiting(process);
        Command.signalTwice(process, signal);
        assertThat(out.readLine()).isEqualTo("cleaning up");
        assertThat(out.readLine()).isEqualTo("cleaned up");
        assertThat(process.waitFor()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 137"})
    @Timeout(60)
    void theSecondSignalEndsItAtOnce(String signal, int code) throws Exception {
        Process process = fletch("wait", 600_000).interruptible().start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("wait|600000");
        awaitItsWaiting(process);
        Command.signal(process, signal);
        assertThat(out.readLine()).isEqualTo("cleaning up");
        do {
            Command.signal(process, signal);
        } while (!process.waitFor(200, TimeUnit.MILLISECONDS));
        assertThat(out.readLine()).isNull();
        assertThat(process.exitValue()).isEqualTo(code);
    }

    @Test
    void theCommandKnowsTheTerminalBehindStandardError() throws Exception {
        assertThat(fletch("property", "fletching.terminal").run().out()).endsWith("\n\n");
        String inTerminal = new Command(
                        "script", "-qec", "'" + tree.resolve("fletch") + "' property fletching.terminal")
                .with(folder.resolve("log"))
                .environment("JAVA_HOME", System.getProperty("java.home"))
                .run()
                .out();
        assertThat(inTerminal).contains("/dev/");
    }

    private static void awaitItsWaiting(Process process) throws IOException {
        assertThat(process.getErrorStream().readNBytes("waiting".length()))
                .isEqualTo("waiting".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "providers list, false",
        "train --help, false",
        "kernels, true",
        "train, true",
        "providers list --plugins x, true",
        "providers list --plugins=x, true",
        "providers verify x.jar, true",
    })
    void whatNeedsNoKernelsStartsWithoutThem(String words, boolean kernels) throws Exception {
        Result result = fletch((Object[]) words.split(" ")).run();
        assertThat(result).isEqualTo(new Result(0, words.replace(' ', '|') + "\n" + kernels + "\n", ""));
    }

    @ParameterizedTest
    @CsvSource({"FLETCHING_PLUGINS, x", "FLETCH_JAVA_OPTS, -Da=b", "JDK_JAVA_OPTIONS, -XX:+UseParallelGC"})
    void surroundingsThatAskForMoreGetIt(String variable, String value) throws Exception {
        fletch("print").run();
        Result result = fletch("providers").environment(variable, value).run();
        assertThat(result.out()).endsWith("true\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void theArchiveIsMadeOnceForABuildAndLeftWhereItIsDamaged() throws Exception {
        Result expected = new Result(0, "providers\nfalse\n", "");
        assertThat(fletch("providers").run()).isEqualTo(expected);
        Path archive = tree.resolve("modules/cli/target/start.aot");
        byte[] bytes = Files.readAllBytes(archive);
        assertThat(bytes).hasSizeGreaterThan(1_000_000);
        FileTime made = Files.getLastModifiedTime(archive);
        assertThat(fletch("providers").run()).isEqualTo(expected);
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);
        assertThat(archive.getParent()).isDirectoryNotContaining("glob:**/start.aot.*");

        Arrays.fill(bytes, bytes.length / 4, bytes.length / 4 * 3, (byte) 'x');
        Files.write(archive, bytes);
        assertThat(fletch("providers").run()).isEqualTo(expected);
        Files.writeString(archive, "no archive");
        assertThat(fletch("providers").run()).isEqualTo(expected);
        Files.setLastModifiedTime(modulePath().resolve("io.fletching.arrow.jar"), FileTime.from(Instant.EPOCH));
        assertThat(fletch("providers").run()).isEqualTo(expected);

        Files.createFile(modulePath().resolve("another.file"));
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minusSeconds(60)));
        assertThat(fletch("providers").run()).isEqualTo(expected);
        assertThat(archive.toFile().length()).isGreaterThan(1_000_000);
    }

    private Path modulePath() {
        return tree.resolve("modules/cli/target/lib");
    }
}
