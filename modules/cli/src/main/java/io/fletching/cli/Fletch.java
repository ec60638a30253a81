package io.fletching.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command itself: what it can do is in its subcommands.
@Command(
        name = "fletch",
        description = "Keeps deep-network training stable on the JVM.",
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Start with 'fletch train': 50 residual blocks learn to read drawn digits in seconds.",
            "'fletch train --help' lists what can be chosen; 'fletch help COMMAND' says it of each command.",
            Fletch.ENVIRONMENT
        },
        subcommands = {
            Train.class,
            Predict.class,
            DataCommand.class,
            Providers.class,
            Doctor.class,
            Explain.class,
            Completion.class,
            Help.class
        },
        versionProvider = Versions.class,
        sortOptions = false)
@SuppressWarnings("UnusedVariable") // picocli acts on these flags itself
final class Fletch implements Runnable {
    static final String STACKTRACE = "--stacktrace";

    /// A section of the help.
    static final String ENVIRONMENT = """

            Environment:
              FLETCHING_PLUGINS  folders of plugins, with ':' between; beside those of --plugins
              FLETCHING_KERNELS  which kernels run: scalar or vector; by default the fastest there are
              FLETCH_JAVA_OPTS   further flags for the JVM, such as -Xmx8g
              FLETCH_STACKTRACE  if not empty, as --stacktrace
              JAVA_HOME          the JDK 25 to run on; by default one is looked for""";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this and stop.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the versions of Fletching, its SPI and the JDK, and which kernels run.")
    private boolean version;

    /// Read by [Main] from the bare arguments, so that it holds for mistakes among them too.
    @Option(
            names = STACKTRACE,
            scope = ScopeType.INHERIT,
            description = "Show where in the code an error arose; so does FLETCH_STACKTRACE in the environment.")
    private boolean stacktrace;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
