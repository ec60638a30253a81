package io.fletching.cli;

import io.fletching.runtime.PluginFile;
import io.fletching.runtime.PluginLock;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Approves a jar by its SHA-256.
@Command(
        name = "trust",
        description = {
            "Shows what a jar asks for, then approves it in the file plugins.lock beside it.",
            "",
            "Where a plugin directory has a plugins.lock, nothing of it runs whose SHA-256 is not in there; the first"
                    + " approval makes the file. What 'reaches' lists is what the code mentions: reflection hides from it,"
                    + " and there is no sandbox inside a JVM.",
            ""
        },
        customSynopsis = "fletch providers trust JAR [OPTION]...",
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class ProvidersTrust implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "JAR", description = "A jar in a plugin directory, or in a folder of it.")
    private Path jar;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "The plugin directory whose lock it is, where the jar lies in a folder of it. Default: the"
                    + " folder that the jar is in.")
    private @Nullable Path plugins;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /// What is printed as JSON.
    private record Approval(JarLine jar, String lock, boolean added) {}

    @Override
    public void run() {
        PluginFile file = PluginFile.inspect(jar);
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            JarLine.of(file).print(out);
        }
        Path parent = jar.toAbsolutePath().normalize().getParent();
        PluginLock lock = PluginLock.in(plugins != null ? plugins : parent == null ? Path.of("") : parent);
        boolean added = lock.trust(file);
        if (json) {
            out.println(Json.line(new Approval(JarLine.of(file), lock.file().toString(), added)));
        } else {
            out.printf("%n%s in %s%n", added ? "Approved" : "Approved before", lock.file());
        }
    }
}
