package io.fletching.cli;

import io.fletching.runtime.Catalog;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
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

    private final CatalogFlags flags = new CatalogFlags();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /// What is printed as JSON.
    private record Listing(List<ProviderLine> providers, List<ProblemLine> problems) {}

    @Override
    public void run() {
        Catalog catalog = flags.load();
        var listing = new Listing(
                catalog.techniques().stream().map(ProviderLine::of).sorted().toList(),
                catalog.problems().stream().map(ProblemLine::of).toList());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(listing));
        } else {
            print(listing, out);
        }
    }

    private static void print(Listing listing, PrintWriter out) {
        int width = listing.providers().stream()
                .mapToInt(provider -> provider.name().length())
                .max()
                .orElse(1);
        String form = "%-11s  %-" + width + "s  %s%n";
        for (ProviderLine provider : listing.providers()) {
            out.printf(form, provider.kind(), provider.name(), provider.summary());
            out.printf(form, "", "", provider.module() + " " + provider.version() + ", " + provider.jar());
        }
        if (!listing.problems().isEmpty()) {
            out.printf("%nProblems:%n");
            listing.problems().forEach(problem -> problem.print(out));
        }
    }
}
