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

/// Looks at a jar, then loads it as a plugin, alone, and examines its providers.
@Command(
        name = "verify",
        description = {
            "Checks a jar as a plugin: first its files, of which no code runs, then by loading its providers, then by"
                    + " the conformance kit, which runs each for some ten seconds.",
            "",
            "The exit code is 0 where all is well, 2 where there is a problem or a provider breaks a rule.",
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
    private record Verdict(
            JarLine jar, List<ProviderLine> providers, List<ProblemLine> problems, List<Examined> examined) {
        boolean sound() {
            return problems.isEmpty() && examined.stream().allMatch(Examined::conforms);
        }
    }

    @Override
    public Integer call() {
        PluginFile file = PluginFile.inspect(jar);
        Verdict verdict = file.problems().isEmpty() ? load(file) : verdict(file, List.of(), List.of(), List.of());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(verdict));
        } else {
            print(verdict, out);
        }
        return verdict.sound() ? 0 : Errors.USER;
    }

    private Verdict load(PluginFile file) {
        try (Catalog catalog = Catalog.builder().plugins(jar).build()) {
            List<Technique<?>> loaded = catalog.techniques().stream()
                    .filter(technique -> technique.origin().plugin())
                    .toList();
            List<ProviderLine> lines = loaded.stream()
                    .map(technique -> ProviderLine.of(technique, catalog))
                    .toList();
            List<Examined> examined = catalog.problems().isEmpty()
                    ? loaded.stream()
                            .map(technique -> Examined.of(technique, jar))
                            .toList()
                    : List.of();
            return verdict(file, lines, catalog.problems(), examined);
        }
    }

    private static Verdict verdict(
            PluginFile file, List<ProviderLine> providers, List<Problem> loading, List<Examined> examined) {
        List<Problem> problems = Stream.concat(file.problems().stream(), loading.stream())
                .distinct()
                .toList();
        return new Verdict(JarLine.of(file), providers, ProblemLine.of(problems), examined);
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
        if (!verdict.examined.isEmpty()) {
            out.printf("%nExamined by the conformance kit:%n");
            verdict.examined.forEach(examined -> examined.print(out));
        }
        out.printf("%n%s%n", conclusion(verdict));
    }

    private static String conclusion(Verdict verdict) {
        if (verdict.sound()) {
            return "No problem was found.";
        }
        return verdict.problems.isEmpty()
                ? "It breaks the contract of a provider; docs/contract.md says what each rule demands and why."
                : "It cannot be used as it is.";
    }
}
