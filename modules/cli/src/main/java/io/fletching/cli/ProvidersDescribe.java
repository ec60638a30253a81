package io.fletching.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Tells all that is known of one provider.
@Command(
        name = "describe",
        description = "Describes a provider: its options, its paper, and where its code comes from.",
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class ProvidersDescribe implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1",
            paramLabel = "KIND/ID",
            description = "The provider: adamw, optimizer/adamw, or with the full name in place of the bare one.")
    private String id;

    private final CatalogFlags flags = new CatalogFlags();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /// What is printed as JSON.
    private record Description(@JsonUnwrapped ProviderLine provider, String paper, List<OptionLine> options) {

        static Description of(Technique<?> technique) {
            return new Description(
                    ProviderLine.of(technique),
                    technique.descriptor().paper(),
                    technique.descriptor().options().stream()
                            .map(OptionLine::of)
                            .toList());
        }
    }

    @Override
    public void run() {
        Catalog catalog = flags.load(spec.commandLine().getErr());
        Description description = Description.of(ProviderName.find(catalog, id));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(description));
        } else {
            print(description, out);
        }
    }

    private static void print(Description description, PrintWriter out) {
        ProviderLine provider = description.provider();
        out.printf("%s/%s: %s%n%n", provider.kind(), provider.name(), provider.summary());
        fact(out, "module", provider.module() + " " + provider.version());
        fact(out, "jar", provider.jar());
        fact(out, "paper", description.paper());
        if (description.options().isEmpty()) {
            out.printf("%nIt has no options.%n");
        } else {
            out.printf("%nOptions, each as --set %s.OPTION=VALUE:%n", provider.kind());
            OptionLine.print(description.options(), out);
        }
    }

    private static void fact(PrintWriter out, String name, String value) {
        if (!value.isEmpty()) {
            out.printf("  %-8s%s%n", name, value);
        }
    }
}
