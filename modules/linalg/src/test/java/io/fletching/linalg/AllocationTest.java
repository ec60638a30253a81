package io.fletching.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A vector that the compiler boxes takes 40 bytes and more at every step of the inner loop, and no other test sees
/// it. It depends on what the compiler has met before, so each product is measured in a JVM of its own.
class AllocationTest {
    @ParameterizedTest
    @ValueSource(strings = {"portable", "openblas"})
    void aProductTakesNothingFromTheHeap(String product) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Xbatch",
                "-cp",
                String.join(
                        File.pathSeparator,
                        "target/classes",
                        "target/test-classes",
                        System.getProperty("java.class.path"),
                        System.getProperty("jdk.module.path", "")),
                AllocationProbe.class.getName(),
                product);
        Process probe = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(probe.waitFor()).isZero();
        assertThat(Long.parseLong(printed.strip())).isLessThan(32);
    }
}
