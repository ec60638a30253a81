package io.fletching.cli;

import io.fletching.runtime.ProblemCode;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Says what the code of a problem means.
@Command(
        name = "explain",
        description = "Says what the code of a provider's problem means, and what to do about it.",
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class Explain implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "CODE",
            defaultValue = "",
            description = "Such as provider-failed. Default: all of them.")
    private String code;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /// What is printed as JSON.
    private record Explanation(String code, String explanation, String cure) {
        static Explanation of(ProblemCode code) {
            return new Explanation(code.toString(), code.explanation(), code.cure());
        }
    }

    @Override
    public void run() {
        List<Explanation> all =
                Arrays.stream(ProblemCode.values()).map(Explanation::of).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (code.isEmpty()) {
            print(all, all, out);
        } else {
            Explanation one = Explanation.of(ProblemCode.find(code).orElseThrow(() -> unknown(all)));
            print(one, List.of(one), out);
        }
    }

    private void print(Object whole, List<Explanation> parts, PrintWriter out) {
        if (json) {
            out.println(Json.line(whole));
        } else {
            parts.forEach(part -> out.printf("%s%n  %s%n  -> %s%n", part.code, part.explanation, part.cure));
        }
    }

    private FletchingException unknown(List<Explanation> all) {
        return FletchingException.unknown(
                Kind.USER,
                "explain",
                "There is no code '" + code + "'.",
                code,
                "Codes",
                all.stream().map(Explanation::code).toList());
    }
}
