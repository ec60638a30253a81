package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.arrow.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Data larger than the memory it may have, in a JVM whose heap is smaller than the data.
class BoundedMemoryTest {
    private static final int ROWS = 4_000_000;
    private static final long BUDGET = 4 << 20;

    @TempDir
    private Path temporary;

    /// What the other JVM runs: prints the rows, the bytes of both parts, and the most off-heap memory that was held.
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            DataOptions options = DataOptions.of(new Source.Spirals(ROWS, 3, 0.02, 0))
                    .withBudget(BUDGET)
                    .withTemporary(Path.of(arguments[0]));
            try (Memory memory = Memory.create();
                    RowSplit split = Data.open(options, memory)) {
                long rows = split.training().rows() + split.validation().rows();
                System.out.println(rows + " " + memory.allocator().getPeakMemoryAllocation());
            }
        }
    }

    /// 4,000,000 rows are 96 MB as numbers and codes are read, and 48 MB prepared.
    @Test
    void fitsAHeapThatIsSmallerThanTheRows() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                Program.class.getName(),
                temporary.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        Scanner numbers = new Scanner(output);
        assertThat(numbers.nextLong()).isEqualTo(ROWS);
        assertThat(numbers.nextLong()).isBetween(1L, BUDGET);
        assertThat(temporary).isEmptyDirectory();
    }

    private static String classPath() {
        String path = System.getProperty("java.class.path");
        String modules = System.getProperty("jdk.module.path", "");
        return path
                + System.getProperty("path.separator")
                + modules
                + System.getProperty("path.separator")
                + Path.of("target/classes").toAbsolutePath()
                + System.getProperty("path.separator")
                + Path.of("target/test-classes").toAbsolutePath();
    }
}
