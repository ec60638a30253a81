package io.fletching.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fletching.kernels.KernelChoice;
import io.fletching.spi.Provider;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A JVM of its own for what one JVM cannot show: the other kernels, and what a provider leaves behind in a process
/// where nothing else runs.
///
/// Its class path is all that this JVM has on module path and class path, so a provider's jar shows there too that it
/// works on the class path.
final class Fork {
    private static final String MARK = "fletching-tck ";
    private static final String DIGEST = "DIGEST";
    private static final String OBSERVE = "OBSERVE";

    private Fork() {}

    /// The digest of a subject under scalar or vector kernels.
    static String digest(Subject<?> subject, boolean vector) {
        // The first compiler starts fastest, but makes an object of every vector.
        List<String> flags = vector ? List.of() : List.of("-XX:TieredStopAtLevel=1");
        return Observed.find(run(subject, DIGEST, vector, flags), DIGEST);
    }

    /// What a JVM saw of a subject. The compiler works in the foreground there: code that ran often enough is compiled,
    /// whatever the load on the machine.
    static Map<String, String> observe(Subject<?> subject) {
        return run(subject, OBSERVE, KernelChoice.vector(), List.of("-Xbatch"));
    }

    private static Map<String, String> run(Subject<?> subject, String task, boolean vector, List<String> flags) {
        var type = subject.provider().getClass();
        constructor(type);
        try {
            var place = Files.createTempDirectory("fletching-tck");
            try {
                var folder = Files.createDirectory(place.resolve("folder"));
                return run(command(subject, type, task, vector, flags), folder, place.resolve("output"));
            } finally {
                delete(place);
            }
        } catch (IOException e) {
            throw new IllegalStateException("A JVM to examine '" + type.getName() + "' could not be started.", e);
        }
    }

    private static List<String> command(
            Subject<?> subject, Class<?> type, String task, boolean vector, List<String> flags) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-XX:+UseSerialGC");
        if (vector) {
            command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        }
        command.add("-Dfletching.kernels=" + (vector ? "vector" : "scalar"));
        command.addAll(List.of(
                "-Djava.io.tmpdir=.",
                "-cp",
                classPath(type, subject.declarations().jars())));
        command.addAll(List.of(Fork.class.getName(), task, type.getName()));
        command.addAll(subject.declarations().words());
        return command;
    }

    /// @param print what the JVM prints: a file, since reading a pipe could not be interrupted
    private static Map<String, String> run(List<String> command, Path folder, Path print) throws IOException {
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(print.toFile())
                .start();
        try {
            process.getOutputStream().close();
            int code = process.waitFor();
            var output = new String(Files.readAllBytes(print), UTF_8);
            if (code != 0) {
                throw new Violation("A JVM of its own ends with code '" + code + "' and says: " + output);
            }
            var results = new HashMap<String, String>();
            output.lines()
                    .filter(line -> line.startsWith(MARK))
                    .map(line -> line.substring(MARK.length()).split(" ", 2))
                    .forEach(result -> results.put(result[0], result[1]));
            files(folder).ifPresent(files -> results.merge(Observed.TRACES.name(), files, Fork::join));
            return results;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a JVM ran.", e);
        }
    }

    private static String join(String first, String second) {
        return first.isEmpty() ? second : first + ", " + second;
    }

    /// The files in the working folder, which is the temporary folder too.
    private static Optional<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            var names =
                    files.map(file -> "'" + file.getFileName() + "'").sorted().toList();
            return names.isEmpty() ? Optional.empty() : Optional.of("files " + String.join(", ", names));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// What the kit runs on, and behind it the provider: its jars, and the place of its class, which a build may have
    /// patched into a module.
    private static String classPath(Class<?> type, List<Path> jars) {
        Set<String> paths = new LinkedHashSet<>();
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            Stream.of(System.getProperty(property, "").split(File.pathSeparator))
                    .filter(path -> !path.isEmpty())
                    .map(Path::of)
                    .map(Path::toAbsolutePath)
                    .forEach(path -> paths.addAll(entries(path)));
        }
        if (paths.isEmpty()) {
            throw new Inapplicable("this JVM has neither a module path nor a class path to start another from");
        }
        jars.forEach(jar -> paths.add(jar.toAbsolutePath().toString()));
        place(type).ifPresent(paths::add);
        return String.join(File.pathSeparator, paths);
    }

    /// A folder of jars, as a module path may name it, is a wildcard on a class path.
    private static List<String> entries(Path path) {
        boolean isFolder = Files.isDirectory(path);
        return isFolder && !Files.exists(path.resolve("module-info.class"))
                ? List.of(path.toString(), path.resolve("*").toString())
                : List.of(path.toString());
    }

    private static Optional<String> place(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        return Optional.ofNullable(type.getResource("/" + file))
                .map(Object::toString)
                .map(found -> found.substring(0, found.length() - file.length()))
                .filter(root -> root.startsWith("file:"))
                .map(root -> Path.of(URI.create(root)).toString());
    }

    private static Constructor<?> constructor(Class<?> type) {
        try {
            return type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new Inapplicable("'" + type.getName() + "' has no constructor without parameters for another JVM");
        }
    }

    /// Prints what it finds.
    ///
    /// @param words the task, the provider's class, and what its author declares
    public static void main(String[] words) throws ReflectiveOperationException {
        Constructor<?> constructor = constructor(Class.forName(words[1]));
        constructor.setAccessible(true);
        var declarations = Declarations.read(List.of(words).subList(2, words.length));
        var subject = Subject.of(() -> make(constructor), declarations, InitializerSubject.Declared.NOTHING);
        if (words[0].equals(DIGEST)) {
            print(DIGEST, subject.digest());
        } else {
            var traces = Observed.traces(subject);
            var threads = traces.removeLast();
            print(Observed.THREADS.name(), threads);
            print(Observed.TRACES.name(), String.join(", ", traces));
            // What leaves traces would leave thousands of them.
            boolean isQuiet = threads.equals("0") && traces.isEmpty();
            print(Observed.BYTES.name(), isQuiet ? String.valueOf(Observed.bytes(subject)) : Observed.NOT_MEASURED);
        }
        System.out.flush();
        // A provider may have started a thread that would keep this JVM alive.
        System.exit(0);
    }

    private static void print(String name, String value) {
        System.out.println(MARK + name + " " + value);
    }

    private static Provider make(Constructor<?> constructor) {
        try {
            return (Provider) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The provider cannot be made.", e);
        }
    }
}
