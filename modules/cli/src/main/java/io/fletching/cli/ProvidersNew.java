package io.fletching.cli;

import io.fletching.runtime.Catalog;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Writes a project for a provider of one's own.
@Command(
        name = "new",
        description = {
            "Writes a Maven project for a provider of your own: a class that works, to be changed, with a test that runs"
                    + " the conformance kit.",
            ""
        },
        customSynopsis = "fletch providers new NAME --kind KIND [OPTION]...",
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class ProvidersNew implements Runnable {
    /// The kinds of provider.
    enum ProviderKind {
        INITIALIZER,
        NORMALIZER,
        OPTIMIZER,
        CLIPPER
    }

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1",
            paramLabel = "NAME",
            description = "The provider's name: lower-case words joined by dashes, such as sign-descent.")
    private String name;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            required = true,
            description = "initializer, normalizer, optimizer or clipper.")
    private ProviderKind kind;

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            defaultValue = "",
            description = "The package and module. Default: com.example and the name, without dashes.")
    private String packageName;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The folder to make; it may be empty already. Default: the name.")
    private @Nullable Path folder;

    @Override
    public void run() {
        var project = ProviderProject.of(Choice.text(kind), name, packageName);
        if (ProviderName.known(Catalog.load(), Choice.text(kind))
                .anyMatch(technique -> technique.name().equals(name))) {
            throw new FletchingException(
                    Kind.USER,
                    "project-name",
                    "There is the " + Choice.text(kind) + " '" + name
                            + "' already, and its name means that one; choose another name.");
        }
        Path made = folder == null ? Path.of(name) : folder;
        project.write(made);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("The %s '%s' is in %s%n%n", Choice.text(kind), name, made);
        out.printf("  %s%n", made.resolve(project.source()));
        out.printf("%nNext: cd %s && mvn verify; its README.md says the rest.%n", made);
    }
}
