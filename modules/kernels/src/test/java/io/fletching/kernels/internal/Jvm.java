package io.fletching.kernels.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A JVM of its own, on the class path, for what is decided once: flags, modules, what the compiler does.
final class Jvm {

    /// What a run left.
    record Outcome(int code, String output) {}

    private Jvm() {}

    static Outcome run(Class<?> main, Map<String, String> environment, String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", Path.of("target", "classes") + ":" + Path.of("target", "test-classes")));
        command.add(main.getName());
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("Command '" + command + "' did not run.", e);
        }
    }
}
