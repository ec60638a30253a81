package io.fletching.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.spi.DType;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin(name = "Plugins")
    private CatalogFlags flags;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /// What is printed as JSON.
    private record Description(
            @JsonUnwrapped ProviderLine provider,
            String paper,
            String sha256,
            String spi,
            String fits,
            List<String> types,
            List<OptionLine> options) {}

    @Override
    public void run() {
        Catalog catalog = flags.load(spec.commandLine().getErr());
        Technique<?> technique = ProviderName.find(catalog, id);
        JarLine jar = JarLine.of(technique);
        var description = new Description(
                ProviderLine.of(technique, catalog),
                technique.descriptor().paper(),
                jar == null ? "" : jar.sha256(),
                jar == null ? "" : jar.spi(),
                jar == null ? "" : jar.fits(),
                technique.provider().types().stream().sorted().map(DType::name).toList(),
                technique.descriptor().options().stream().map(OptionLine::of).toList());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(description));
        } else {
            print(description, jar == null ? "" : jar.spiInWords(), out);
        }
    }

    private static void print(Description description, String spi, PrintWriter out) {
        ProviderLine provider = description.provider();
        out.printf("%s/%s: %s%n%n", provider.kind(), provider.name(), provider.summary());
        JarLine.fact(out, "module", provider.module() + " " + provider.version());
        JarLine.fact(out, "jar", provider.jar());
        JarLine.fact(out, "sha256", description.sha256());
        JarLine.fact(out, "SPI", spi);
        JarLine.fact(out, "types", String.join(", ", description.types()));
        JarLine.fact(out, "paper", description.paper());
        if (description.options().isEmpty()) {
            out.printf("%nIt has no options.%n");
        } else {
            out.printf("%nOptions, each as --set %s.OPTION=VALUE:%n", provider.kind());
            OptionLine.print(description.options(), out);
        }
    }
}
