package io.fletching.linalg;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs a program of these tests in a JVM of its own, on the class path.
final class ForkedJvm {
    private ForkedJvm() {}

    /// What the program prints.
    static String run(List<String> options, Class<?> program, String argument) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                "target/classes",
                "target/test-classes",
                System.getProperty("java.class.path"),
                System.getProperty("jdk.module.path", "")));
        command.add(program.getName());
        command.add(argument);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " failed after it printed '" + printed + "'");
        }
        return printed.strip();
    }
}
