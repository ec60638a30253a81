package io.fletching.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fletching.scripts.Command;
import io.fletching.scripts.Command.Result;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The real launcher with the real jars, from a path with spaces: what arrives on both outputs, and nothing besides.
class FletchIT {
    @TempDir
    static Path folder;

    private static Path home;
    private static Installation installation;

    @BeforeAll
    static void install() throws Exception {
        home = folder.resolve("a folder of mine");
        installation = Installation.in(home);
    }

    @Test
    void versionThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("fletch"), Path.of("a folder of mine/fletch"));

        Result result = installation.run(link, "--version").run();

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("Fletching \\d+\\.\\d+\\.\\d+.*"),
                        line -> assertThat(line).matches("SPI       \\d+\\.\\d+\\.\\d+.*"),
                        line -> assertThat(line).startsWith("JDK       " + Runtime.version() + " ("),
                        line -> assertThat(line).matches("kernels   (scalar|vector-\\d+)"),
                        line -> assertThat(line).matches("matmul    (openblas|portable), .+"));
    }

    @Test
    void trainsInSilenceButForItsEvents() throws Exception {
        Result result = installation
                .fletch("train", "spirals", "--depth", 2, "--width", 8, "--epochs", 1, "--json", "--out", "run")
                .run();

        assertThat(result.out().lines()).allMatch(line -> line.startsWith("{\"event\":\"") && line.endsWith("}"));
        List<JsonNode> events = Installation.events(result);
        assertThat(events).extracting(event -> event.get("event").asText()).containsExactly("start", "epoch", "end");
        List<String> names = new ArrayList<>();
        events.getLast().fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .startsWith(
                        "event",
                        "validation_accuracy",
                        "validation_loss",
                        "training_accuracy",
                        "seconds",
                        "steps",
                        "parameters",
                        "threads",
                        "kernels",
                        "matmul",
                        "initial_weights_sha256",
                        "weights_sha256");
        assertThat(home.resolve("run")).isDirectoryContaining("glob:**/model.safetensors");
    }

    @Test
    void anInterruptedRunIsSavedAfterItsStep() throws Exception {
        Process process = installation
                .fletch("train", "spirals", "--depth", 2, "--width", 8, "--epochs", 1_000_000, "--json", "--out", "cut")
                .interruptible()
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).startsWith("{\"event\":\"start\"");

        Command.signal(process, "INT");
        Result result = Command.resultOf(process, "");

        assertThat(result.exitCode()).isEqualTo(130);
        assertThat(result.err())
                .matches(
                        "fletch: interrupted after \\d+ steps?; the model is saved in cut; go on by '.+/fletch' train --resume cut\n");
        List<String> record = Files.readAllLines(home.resolve("cut/run.jsonl"));
        assertThat(record.getLast()).startsWith("{\"event\":\"interrupted\"");
        assertThat(result.out().lines().toList().getLast()).isEqualTo(record.getLast());
        assertThat(home.resolve("cut")).isDirectoryContaining("glob:**/model.safetensors");
    }

    @Test
    void aRunThatIsKilledGoesOnFromItsCheckpoint() throws Exception {
        Object[] flags = {"train", "spirals", "--depth", 2, "--width", 8, "--epochs", 40, "--json", "--out"};
        Object[] whole = Stream.concat(Stream.of(flags), Stream.of("whole")).toArray();
        Object[] killed = Stream.concat(Stream.of(flags), Stream.of("killed", "--checkpoint-every", 25))
                .toArray();
        Result expected = installation.fletch(whole).run();
        Process process = installation.fletch(killed).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); !line.startsWith("{\"event\":\"epoch\",\"epoch\":4,"); ) {
            line = out.readLine();
        }
        // Of the launcher alone, the JVM below would not hear.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        assertThat(process.waitFor()).isNotZero();
        assertThat(home.resolve("killed")).isDirectoryNotContaining("glob:**/model.safetensors");

        Result resumed =
                installation.fletch("train", "--resume", "killed", "--json").run();
        assertThat(resumed.err()).isEmpty();
        assertThat(resumed.out()).startsWith("{\"event\":\"resume\",\"after_steps\":");
        assertThat(weights(resumed)).isEqualTo(weights(expected));
    }

    private static String weights(Result result) {
        return result.out().replaceAll("(?s).*\"weights_sha256\":\"([0-9a-f]{64})\".*", "$1");
    }

    @Test
    void aReaderOfPredictionsMayGoAndAFullDiskIsTold() throws Exception {
        installation
                .fletch("train", "glyphs", "--depth", 1, "--epochs", 1, "-q", "--out", "small")
                .run();
        Result gone = installation
                .run(Path.of("/bin/sh"), "-c", "{ ./fletch predict small glyphs; echo $? >code; } | head -n 2")
                .run();
        assertThat(gone.err()).isEmpty();
        assertThat(gone.out().lines()).containsExactly("prediction", "0");
        assertThat(home.resolve("code")).hasContent("141");

        Result full = installation
                .run(Path.of("/bin/sh"), "-c", "./fletch predict small glyphs >/dev/full")
                .run();
        assertThat(full.err())
                .startsWith("fletch: Not all of the output could be written")
                .hasLineCount(1);
        assertThat(full.exitCode()).isEqualTo(2);
    }

    /// On file systems of 4 and of 16 KiB: no room for the record, and room for all but the weights.
    @ParameterizedTest
    @CsvSource({
        "4k, '', The run cannot be written to 'full/run'",
        "16k, '', The file 'full/run/checkpoint.safetensors' cannot be",
        "16k, --checkpoint-every never, The file 'full/run/model.safetensors' cannot be"
    })
    void aFullDiskIsAMistakeOfTheTable(String size, String flags, String answer) throws Exception {
        Files.createDirectories(home.resolve("full"));
        String mounted = "mount -t tmpfs -o size=" + size + " none full";
        assumeTrue(
                installation
                                .run(Path.of("/usr/bin/env"), "unshare", "-rm", "sh", "-c", mounted)
                                .run()
                                .exitCode()
                        == 0,
                "No file system of its own can be mounted here, so that no disk is full.");

        Result result = installation
                .run(
                        Path.of("/usr/bin/env"),
                        "unshare",
                        "-rm",
                        "sh",
                        "-c",
                        mounted + " && ./fletch train spirals --depth 4 --width 128 --epochs 1 -q --out full/run "
                                + flags + ";" + " code=$?; ls full/run >left; exit $code")
                .run();

        assertThat(result.err()).startsWith("fletch: " + answer).hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(home.resolve("left")).hasContent("run.jsonl\nrun.yaml\n");
        assertThat(Command.ROOT.resolve("docs/mistakes.md"))
                .content()
                .contains(result.err().strip());
    }

    /// What standard output says starts at the start of a line, though progress is drawn there in between.
    @Test
    void progressOnATerminalIsTakenAwayBeforeOtherOutput() throws Exception {
        Result result = new Command("script", "-qec", "./fletch train --depth 5 --epochs 5 --out seen", "log")
                .in(home)
                .environment("JAVA_HOME", System.getProperty("java.home"))
                .environment("TERM", "xterm")
                .run();

        String erase = "\r\033[K";
        assertThat(result.out()).contains(erase + "\033[?7lstep ");
        assertThat(result.out().split("\r?\n"))
                .filteredOn(line -> line.contains(" left"))
                .isNotEmpty()
                .allMatch(line ->
                        line.substring(line.lastIndexOf(erase) + erase.length()).matches("| +[1-5]/5 .*"));
    }

    @Test
    void jvmThatDoesNotStartIsHeard() throws Exception {
        Result result = installation
                .fletch("--version")
                .environment("FLETCH_JAVA_OPTS", "-XX:+NoSuchFlag")
                .run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Unrecognized VM option 'NoSuchFlag'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "train --dept=3 | 'fletch train' has no option '--dept'. Did you mean '--depth'? Options: [--label,",
                "train --optimizer=adanw | There is no optimizer 'adanw'. Did you mean 'adamw'? Optimizers: [adabelief, adadelta,",
                "train --set=optimizer.lrr=1 | 'adamw' has no option 'lrr'. Did you mean 'lr'? Options: [lr, beta1,",
                "train nothing.csv | No file 'nothing.csv'.",
            })
    void mistakeGetsOneLineAndNoFolder(String arguments, String line) throws Exception {
        Result result = installation.fletch((Object[]) arguments.split(" ")).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("fletch: " + line).hasLineCount(1);
        assertThat(home.resolve("runs")).doesNotExist();
    }
}
