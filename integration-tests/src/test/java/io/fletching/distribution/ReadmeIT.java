package io.fletching.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.docs.Document;
import io.fletching.scripts.Command;
import io.fletching.scripts.Command.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The program of the README is as short as it promises, and the README's own commands run it.
class ReadmeIT {
    private static final int MOST_LINES = 15;

    @TempDir
    Path folder;

    private static String program() throws IOException {
        return Document.read("README.md").texts("java").getFirst();
    }

    /// The commands: on the class path, and on the module path.
    static List<String> commands() throws IOException {
        List<String> commands = Document.read("README.md").texts("sh");
        assertThat(commands).hasSize(2);
        return commands;
    }

    @Test
    void theProgramIsShort() throws IOException {
        assertThat(program().lines().filter(line -> !line.isBlank() && !line.startsWith("import ")))
                .hasSizeBetween(1, MOST_LINES);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theCommandsRunTheProgram(String command) throws Exception {
        Path place = Installation.in(folder).jars().getParent();
        Files.writeString(place.resolve("Digits.java"), program());

        Result result = new Command("sh", "-c", command)
                .environment("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"))
                .in(place)
                .run();

        assertThat(result.err()).isEqualTo("WARNING: Using incubator modules: jdk.incubator.vector\n");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).matches("9\\d\\.\\d % of unseen digits are read\\.\n");
        assertThat(place.resolve("digits.safetensors"))
                .binaryContent()
                .asString()
                .contains("blocks.9.linear2.weight");
    }
}
