package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @Test
    void withoutArgumentsItSaysWhatItCanDo() {
        Outcome outcome = Outcome.of();
        assertThat(outcome.out()).first().asString().startsWith("Usage: fletch");
        assertThat(outcome.out()).anyMatch(line -> line.strip().startsWith("train "));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(Outcome.of("--help")).isEqualTo(outcome);
    }

    @Test
    void theHelpOfTrainHasGroupsDefaultsAndProviders() {
        Outcome outcome = Outcome.of("train", "--help");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .containsSubsequence("Data:", "Network:", "Techniques:", "Training:", "Output:", "Everywhere:")
                .anyMatch(line -> line.contains("--depth=N") && line.contains("Default: 50, or 3 "))
                .contains("  clipper      norm-clipping max-norm=1 p=2 eps=1.0E-6 on-non-finite=refuse");
    }

    @Test
    void theHelpTellsOfTheEnvironmentAndOfTheRateInTraining() {
        assertThat(Outcome.of().out()).contains("Environment:").anyMatch(line -> line.contains("FLETCHING_KERNELS"));
        assertThat(Outcome.of("train", "--help").out())
                .contains("Environment:")
                .anyMatch(line -> line.startsWith("  optimizer    adamw lr=0.003 "));
    }

    @Test
    void outputThatIsLostIsAFailure() {
        var full = new OutputStream() {
            @Override
            public void write(int data) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        var bytes = new ByteArrayOutputStream();
        int code = Main.run(new String[] {"--version"}, new PrintStream(full, true), new PrintStream(bytes, true));
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("fletch: Not all of the output could be written to standard output");
        assertThat(code).isEqualTo(2);
    }

    @Test
    void theVersionNamesWhatRuns() {
        Outcome outcome = Outcome.of("--version");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .satisfiesExactly(
                        line -> assertThat(line).matches("Fletching \\d+\\.\\d+\\.\\d+.*"),
                        line -> assertThat(line).matches("SPI       \\d+\\.\\d+\\.\\d+.*"),
                        line -> assertThat(line).startsWith("JDK       " + Runtime.version()),
                        line -> assertThat(line).matches("kernels   (scalar|vector-\\d+)"),
                        line -> assertThat(line).matches("matmul    (openblas|portable).*"));
    }

    @Test
    void aBrokenProviderIsWarnedOf(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve("io.fletching.spi.Optimizer"), "nowhere.Missing");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            Outcome outcome = Outcome.of("train", "nothing.csv");
            assertThat(outcome.err()).hasSize(2);
            assertThat(outcome.err().getFirst()).startsWith("fletch: warning: ").contains("nowhere.Missing");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void faultsOfOursHaveAnotherCodeThanMistakes() {
        assertThat(report(false, new FletchingException(Kind.DATA, "x", "Two\n  lines.")))
                .isEqualTo("2 fletch: Two lines.\n");
        assertThat(report(false, new FletchingException(Kind.PROVIDER, "x", "A fault.")))
                .isEqualTo("1 fletch: A fault.\n");
        assertThat(report(false, new IllegalStateException("odd")))
                .isEqualTo("1 fletch: Unexpected java.lang.IllegalStateException: odd; run it again with --stacktrace"
                        + " to see where.\n");
        assertThat(report(true, new IllegalStateException("odd"))).contains("MainTest.faultsOfOurs");
    }

    private static String report(boolean stacktrace, Throwable failure) {
        var bytes = new ByteArrayOutputStream();
        var err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int code = new Errors(err, stacktrace).report(failure);
        return code + " " + bytes.toString(StandardCharsets.UTF_8);
    }
}
