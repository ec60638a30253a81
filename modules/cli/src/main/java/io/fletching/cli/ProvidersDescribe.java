package io.fletching.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
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
        description = {
            "Describes a provider: its options, its paper, and where its code comes from; or a schedule or a loss and"
                    + " its options.",
            ""
        },
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class ProvidersDescribe implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1",
            paramLabel = "KIND/ID",
            description = "The provider: adamw, optimizer/adamw, or with the full name in place of the bare one. Or"
                    + " schedule/cosine, loss/cross-entropy and so on.")
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

    /// The same of what is no provider.
    private record Own(String kind, String name, String summary, String paper, List<OptionLine> options) {}

    @Override
    public void run() {
        BuiltIn builtIn = BuiltIn.find(id);
        if (builtIn != null) {
            describe(builtIn, spec.commandLine().getOut());
            return;
        }
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
        print(provider.kind(), description.options(), out);
    }

    private void describe(BuiltIn builtIn, PrintWriter out) {
        Descriptor descriptor = builtIn.descriptor();
        List<OptionLine> options =
                descriptor.options().stream().map(OptionLine::of).toList();
        if (json) {
            out.println(Json.line(
                    new Own(builtIn.kind(), descriptor.name(), descriptor.summary(), descriptor.paper(), options)));
            return;
        }
        out.printf("%s: %s%n%n", builtIn.id(), descriptor.summary());
        JarLine.fact(out, "paper", descriptor.paper());
        print(builtIn.kind(), options, out);
    }

    private static void print(String kind, List<OptionLine> options, PrintWriter out) {
        if (options.isEmpty()) {
            out.printf("%nIt has no options.%n");
        } else {
            out.printf("%nOptions, each as --set %s.OPTION=VALUE:%n", kind);
            OptionLine.print(options, out);
        }
    }
}
