package io.fletching.cli;

import io.fletching.runtime.Catalog;
import io.fletching.runtime.PluginFile;
import io.fletching.runtime.Problem;
import io.fletching.runtime.Technique;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Looks at a jar, then loads it as a plugin, alone.
@Command(
        name = "verify",
        description = {
            "Checks a jar as a plugin: first its files, of which no code runs, then by loading its providers.",
            "",
            "That they compute what they should is for the conformance kit, which runs in the tests of the provider's"
                    + " own project. The exit code is 0 where all is well, 2 where there is a problem.",
            ""
        },
        customSynopsis = "fletch providers verify JAR [OPTION]...",
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class ProvidersVerify implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "JAR", description = "The jar.")
    private Path jar;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /// What is printed as JSON.
    private record Verdict(JarLine jar, List<ProviderLine> providers, List<ProblemLine> problems) {}

    @Override
    public Integer call() {
        PluginFile file = PluginFile.inspect(jar);
        Verdict verdict;
        if (file.problems().isEmpty()) {
            try (Catalog catalog = Catalog.builder().plugins(jar).build()) {
                List<Technique<?>> loaded = catalog.techniques().stream()
                        .filter(technique -> technique.origin().plugin())
                        .toList();
                verdict = verdict(
                        file,
                        loaded.stream()
                                .map(technique -> ProviderLine.of(technique, catalog))
                                .toList(),
                        catalog.problems());
            }
        } else {
            verdict = verdict(file, List.of(), List.of());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(verdict));
        } else {
            print(verdict, out);
        }
        return verdict.problems.isEmpty() ? 0 : Errors.USER;
    }

    private static Verdict verdict(PluginFile file, List<ProviderLine> providers, List<Problem> loading) {
        List<Problem> problems = Stream.concat(file.problems().stream(), loading.stream())
                .distinct()
                .toList();
        return new Verdict(JarLine.of(file), providers, ProblemLine.of(problems));
    }

    private static void print(Verdict verdict, PrintWriter out) {
        verdict.jar.print(out);
        List<ProblemLine> more = verdict.problems.stream()
                .filter(problem -> !verdict.jar.problems().contains(problem))
                .toList();
        ProblemLine.print("Problems in loading it", more, out);
        if (!verdict.providers.isEmpty()) {
            out.printf("%nLoaded:%n");
            verdict.providers.forEach(
                    provider -> out.printf("  %s/%s: %s%n", provider.kind(), provider.name(), provider.summary()));
        }
        out.printf("%n%s%n", verdict.problems.isEmpty() ? "No problem was found." : "It cannot be used as it is.");
    }
}
