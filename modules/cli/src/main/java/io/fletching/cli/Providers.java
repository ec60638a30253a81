package io.fletching.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What can be asked of providers.
@Command(
        name = "providers",
        description = "Lists, describes and checks providers.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            ProvidersList.class,
            ProvidersDescribe.class,
            ProvidersTable.class,
            ProvidersNew.class,
            ProvidersVerify.class,
            ProvidersTrust.class
        },
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class Providers implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
