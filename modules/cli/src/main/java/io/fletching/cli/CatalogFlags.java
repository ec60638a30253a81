package io.fletching.cli;

import io.fletching.runtime.Catalog;
import io.fletching.runtime.CatalogBuilder;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// Where providers come from, beside the command's own, and which of them a bare name means.
final class CatalogFlags {
    /// Plugin directories with the system's path separator between.
    private static final String VARIABLE = "FLETCHING_PLUGINS";

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = {
                "A folder in which each jar, and each folder of jars, is a plugin; may be repeated. Those that"
                        + " FLETCHING_PLUGINS names are looked into as well. A plugin can do what this command can."
            })
    List<Path> plugins = new ArrayList<>();

    @Option(
            names = "--prefer",
            paramLabel = "KIND=MODULE/NAME",
            description = "The provider that its bare name means, where several have it or one of ours does; may be"
                    + " repeated. So does -Dfletching.prefer.KIND=MODULE/NAME in FLETCH_JAVA_OPTS.")
    List<String> prefer = new ArrayList<>();

    /// What is found, with a warning for what cannot be used.
    Catalog load(PrintWriter err) {
        Catalog catalog = load();
        catalog.problems().forEach(problem -> err.println("fletch: warning: " + problem));
        return catalog;
    }

    /// What is found.
    Catalog load() {
        CatalogBuilder builder = Catalog.builder().plugins(directories().toArray(Path[]::new));
        for (String text : prefer) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new FletchingException(
                        Kind.USER,
                        "prefer",
                        "Option '--prefer' is '" + text
                                + "'; expected KIND=MODULE/NAME, such as optimizer=com.acme.signum/signum.");
            }
            builder.prefer(text.substring(0, equals), text.substring(equals + 1));
        }
        return builder.build();
    }

    /// The plugin directories of the flags and of the environment, none twice.
    List<Path> directories() {
        return Stream.concat(plugins.stream(), variable()).distinct().toList();
    }

    /// The flags that say what the environment and the properties of this JVM said.
    List<String> ambient() {
        Stream<String> directories = variable()
                .filter(directory -> !plugins.contains(directory))
                .flatMap(directory -> Stream.of("--plugins", directory.toString()));
        Set<String> chosen = prefer.stream().map(CatalogFlags::bare).collect(Collectors.toSet());
        Stream<String> preferences = Stream.of(ProvidersNew.ProviderKind.values())
                .map(Choice::text)
                .flatMap(kind -> CatalogBuilder.preferred(kind).stream().map(name -> kind + "=" + name))
                .filter(text -> !chosen.contains(bare(text)))
                .flatMap(text -> Stream.of("--prefer", text));
        return Stream.concat(directories, preferences).toList();
    }

    /// The kind and the bare name that a preference decides.
    private static String bare(String preference) {
        return preference.replaceFirst("=.*/", "=").replaceFirst("@.*", "");
    }

    private static Stream<Path> variable() {
        return Arrays.stream(
                        Objects.requireNonNullElse(System.getenv(VARIABLE), "").split(File.pathSeparator))
                .filter(text -> !text.isBlank())
                .map(new Texts.Name()::convert);
    }
}
