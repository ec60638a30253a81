package io.fletching.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A JVM of its own for what one JVM cannot show: the other kernels, and allocation that no load on the machine can
/// change.
///
/// Its class path is all that this JVM has on module path and class path, so a provider's jar shows there too that it
/// works on the class path.
final class Fork {
    private static final String MARK = "result ";

    /// What the JVM computes of a contract.
    enum Task {
        DIGEST {
            @Override
            String of(ProviderContract<?> contract) {
                return contract.digest();
            }
        },
        ALLOCATION {
            // The compiler works in the foreground: code that ran often enough is compiled.
            @Override
            List<String> flags() {
                return List.of("-Xbatch");
            }

            @Override
            String of(ProviderContract<?> contract) {
                return String.valueOf(contract.allocated());
            }
        };

        List<String> flags() {
            return List.of();
        }

        abstract String of(ProviderContract<?> contract);
    }

    private Fork() {}

    /// Runs a task under scalar or vector kernels. The contract's class needs a constructor without parameters.
    static String run(ProviderContract<?> contract, Task task, boolean vector) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(task.flags());
        if (vector) {
            command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        }
        command.add("-Dfletching.kernels=" + (vector ? "vector" : "scalar"));
        command.addAll(List.of("-cp", classPath(contract.getClass())));
        command.addAll(List.of(Fork.class.getName(), contract.getClass().getName(), task.name()));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);
            int code = process.waitFor();
            return output.lines()
                    .filter(line -> line.startsWith(MARK))
                    .map(line -> line.substring(MARK.length()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("A JVM for " + task + " of " + contract.getClass()
                            + " ended with code '" + code + "' and said: " + output));
        } catch (IOException e) {
            throw new AssertionError("A JVM for " + task + " could not be started.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while a JVM for " + task + " ran.", e);
        }
    }

    /// All paths of this JVM, and first the place of the test class, which a build may have patched into a module.
    private static String classPath(Class<?> test) {
        String file = test.getName().replace('.', '/') + ".class";
        var found = Objects.requireNonNull(test.getResource("/" + file), "the class file of " + test)
                .toString();
        var root = Path.of(URI.create(found.substring(0, found.length() - file.length())));
        return Stream.of(
                        root.toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Prints the result of a task.
    ///
    /// @param names the contract's class and the task
    public static void main(String[] names) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(names[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        var contract = (ProviderContract<?>) constructor.newInstance();
        System.out.println(MARK + Task.valueOf(names[1]).of(contract));
    }
}
