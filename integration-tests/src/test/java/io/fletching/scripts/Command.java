package io.fletching.scripts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A program to run, with the environment that is given and nothing else of this JVM's.
public final class Command {
    /// The top of the source tree.
    public static final Path ROOT = Path.of(System.getProperty("fletching.root"));

    /// How a program ended and what it wrote.
    public record Result(int exitCode, String out, String err) {}

    private final List<String> words = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Path folder = Path.of("").toAbsolutePath();
    private String input = "";

    public Command(Object... words) {
        with(words);
        environment.put("PATH", System.getenv("PATH"));
    }

    public Command with(Object... more) {
        for (Object word : more) {
            words.add(word.toString());
        }
        return this;
    }

    public Command environment(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    public Command in(Path newFolder) {
        folder = newFolder;
        return this;
    }

    public Command input(String text) {
        input = text;
        return this;
    }

    /// The same program, which the interrupt reaches even where this JVM was started in the background, and so ignores
    /// it.
    public Command interruptible() {
        words.addAll(0, List.of("env", "--default-signal=INT"));
        return this;
    }

    /// Sends a signal by its name, such as `INT`.
    public static void signal(Process process, String name) throws IOException, InterruptedException {
        String kill = "kill -" + name + " " + process.pid();
        new ProcessBuilder("sh", "-c", kill).start().waitFor();
    }

    /// Sends it twice, as timeout(1) does, which signals the group too.
    static void signalTwice(Process process, String name) throws IOException, InterruptedException {
        String kill = "kill -" + name + " " + process.pid();
        new ProcessBuilder("sh", "-c", kill + "; " + kill).start().waitFor();
    }

    public Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    public Result run() throws IOException, InterruptedException {
        return resultOf(start(), input);
    }

    public static Result resultOf(Process process, String input) throws IOException, InterruptedException {
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(input);
        }
        StringBuilder err = new StringBuilder();
        Thread reader = Thread.ofVirtual()
                .start(() -> process.errorReader(StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> err.append(line).append('\n')));
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        reader.join();
        return new Result(process.waitFor(), out, err.toString());
    }

    /// Writes an executable script.
    public static Path script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Copies scripts of the source tree to the same place under another folder.
    public static void copyScripts(Path folder, String... names) throws IOException {
        for (String name : names) {
            Path copy = folder.resolve(name);
            Files.createDirectories(copy.getParent());
            Files.copy(ROOT.resolve(name), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /// Makes a folder that holds the programs of PATH with these names, to be a PATH without any other.
    static Path programs(Path folder, String... names) throws IOException {
        for (String name : names) {
            for (String place : System.getenv("PATH").split(":", -1)) {
                Path program = Path.of(place, name);
                if (Files.isExecutable(program) && !Files.exists(folder.resolve(name))) {
                    script(folder.resolve(name), "exec '" + program + "' \"$@\"");
                }
            }
        }
        return folder;
    }
}
