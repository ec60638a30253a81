package io.fletching.cli;

import io.fletching.runtime.Technique;
import io.fletching.spi.Provider;
import io.fletching.tck.Conformance;
import io.fletching.tck.Finding;
import io.fletching.tck.Finding.Outcome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What became of every rule of the contract for one provider of a plugin.
record Examined(String kind, String name, boolean conforms, List<RuleLine> rules) {

    /// @param why why it is not kept; empty where it is
    record RuleLine(String rule, String text, Outcome outcome, String why) {
        static RuleLine of(Finding finding) {
            return new RuleLine(finding.rule().id(), finding.rule().text(), finding.outcome(), finding.reason());
        }
    }

    /// Runs the conformance kit, which takes some ten seconds.
    static Examined of(Technique<?> technique, Path jar) {
        var report =
                Conformance.of(maker(technique.provider())).jars(List.of(jar)).run();
        return new Examined(
                technique.kind(),
                technique.name(),
                report.conforms(),
                report.findings().stream().map(RuleLine::of).toList());
    }

    /// Makes more of a plugin's provider, within its layer, or where there are none within its class loader. Where it
    /// is no service there, the one that is stands in for all, and the kit says so.
    private static Supplier<Provider> maker(Provider made) {
        Class<? extends Provider> type = made.getClass();
        return Arrays.stream(Provider.class.getPermittedSubclasses())
                .filter(kind -> kind.isInstance(made))
                .flatMap(kind -> services(kind, type))
                .filter(service -> service.type().equals(type))
                .findFirst()
                .<Supplier<Provider>>map(service -> () -> (Provider) service.get())
                .orElse(() -> made);
    }

    private static Stream<? extends ServiceLoader.Provider<?>> services(Class<?> kind, Class<?> type) {
        ModuleLayer layer = type.getModule().getLayer();
        ServiceLoader<?> services =
                layer == null ? ServiceLoader.load(kind, type.getClassLoader()) : ServiceLoader.load(layer, kind);
        return services.stream();
    }

    /// Rules that are not kept, each with the reason, under what became of all.
    void print(PrintWriter out) {
        out.printf("  %s/%s: %s%n", kind, name, counts());
        for (RuleLine rule : rules) {
            if (rule.outcome == Outcome.BROKEN || rule.outcome == Outcome.MISSED) {
                out.printf("    %-7s %s %s%n", Choice.text(rule.outcome), rule.rule, rule.text);
                rule.why.lines().forEach(line -> out.printf("            %s%n", line));
            }
        }
    }

    /// As `26 rules kept, 1 missed, 2 skipped`.
    private String counts() {
        return Arrays.stream(Outcome.values())
                .map(outcome -> count(outcome) + (outcome == Outcome.KEPT ? " rules " : " ") + Choice.text(outcome))
                .collect(Collectors.joining(", "));
    }

    private long count(Outcome outcome) {
        return rules.stream().filter(rule -> rule.outcome == outcome).count();
    }
}
