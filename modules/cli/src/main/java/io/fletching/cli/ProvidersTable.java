package io.fletching.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Compares the providers that are found.
@Command(
        name = "table",
        description = {
            "Prints a table of the providers that are found, in Markdown: options and their defaults, the state that"
                    + " they keep by these, how their work is cut, types, papers.",
            "",
            TechniqueRow.UNITS,
            ""
        },
        customSynopsis = "fletch providers table [OPTION]...",
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class ProvidersTable implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin(name = "Plugins")
    private CatalogFlags flags;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        TechniqueRow.print(flags.load(spec.commandLine().getErr()).techniques(), out);
    }
}
