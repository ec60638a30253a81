package io.fletching.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fletch help train`: what `fletch train --help` says.
@Command(name = "help", description = "Shows what a command does, and its options.", sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class Help implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "The command, such as 'train' or 'providers list'. Default: fletch itself.")
    private List<String> names = new ArrayList<>();

    @Override
    public void run() {
        CommandLine line = spec.root().commandLine();
        for (String name : names) {
            CommandLine next = line.getSubcommands().get(name);
            if (next == null) {
                throw Mistakes.unknownCommand(line.getCommandSpec(), name);
            }
            line = next;
        }
        line.usage(spec.commandLine().getOut());
    }
}
