package io.fletching.cli;

import io.fletching.runtime.Catalog;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Lists what is found, and what was found and cannot be used.
@Command(
        name = "list",
        description = "Lists the providers that are found, and what is wrong with those that cannot be used.",
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class ProvidersList implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin(name = "Plugins")
    private CatalogFlags flags;

    @Option(names = "--why", description = "Say of each whether its bare name means it, and why.")
    private boolean why;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /// What is printed as JSON.
    private record Listing(List<ProviderLine> providers, List<ProblemLine> problems, List<ProblemLine> notes) {}

    @Override
    public void run() {
        Catalog catalog = flags.load();
        var listing = new Listing(
                ProviderLine.of(catalog), ProblemLine.of(catalog.problems()), ProblemLine.of(catalog.notes()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(listing));
        } else {
            print(listing, out);
        }
    }

    private void print(Listing listing, PrintWriter out) {
        int width = listing.providers().stream()
                .mapToInt(provider -> provider.name().length())
                .max()
                .orElse(1);
        String form = "%-11s  %-" + width + "s  %s%n";
        for (ProviderLine provider : listing.providers()) {
            out.printf(form, provider.kind(), provider.name(), provider.summary());
            out.printf(form, "", "", provider.module() + " " + provider.version() + ", " + provider.jar());
            if (why) {
                out.printf(form, "", "", (provider.chosen() ? "meant: " : "not meant: ") + provider.why());
            }
        }
        ProblemLine.print("Problems", listing.problems(), out);
        ProblemLine.print("Notes", listing.notes(), out);
    }
}
