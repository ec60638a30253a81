package io.fletching.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints a script by which a shell completes commands, options, names of providers and files.
@Command(
        name = "completion",
        description = {
            "Prints a script by which the shell completes commands, options and their values.",
            "",
            "For one session: source <(fletch completion bash). For all of them that line goes into the shell's start"
                    + " file. Names of providers are those that are found when the script is printed.",
            ""
        },
        customSynopsis = "fletch completion SHELL [OPTION]...",
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class Completion implements Runnable {
    /// A shell that completes.
    enum Shell {
        BASH,
        ZSH
    }

    @Spec
    private CommandSpec spec;

    @Mixin(name = "Plugins")
    private CatalogFlags flags;

    @Parameters(arity = "1", paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell;

    @Override
    public void run() {
        var script = new CompletionScript(
                new Words(spec.root(), flags.load(spec.commandLine().getErr())));
        spec.commandLine().getOut().print(script.text(shell, spec.root()));
        spec.commandLine().getOut().flush();
    }
}
