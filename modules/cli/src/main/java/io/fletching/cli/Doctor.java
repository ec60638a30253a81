package io.fletching.cli;

import io.fletching.cli.jvm.Finding;
import io.fletching.cli.jvm.Finding.Level;
import io.fletching.cli.jvm.Survey;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Says what is wrong with this machine and this JVM.
@Command(
        name = "doctor",
        description = {
            "Checks the JVM and the machine for what makes training wrong or slow, each with its cure.",
            "",
            "The exit code is 0 where there is no problem (a warning is none), and 2 where there is one. What goes on in"
                    + " your own JVM is seen by running io.fletching.cli.Main there, with its path and its flags.",
            ""
        },
        customSynopsis = "fletch doctor --jvm [OPTION]...",
        sortOptions = false)
@SuppressWarnings("NullAway.Init")
final class Doctor implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--jvm", description = "Check the JDK, its flags, the libraries on the path and the machine.")
    private boolean jvm;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Ranges.Threads.class,
            description = "The threads that training will have. Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print the findings as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (!jvm) {
            throw new FletchingException(
                    Kind.USER,
                    "doctor",
                    "'fletch doctor' knows machines so far, and not yet runs; ask for 'fletch doctor --jvm'.");
        }
        List<Finding> findings = Survey.of(threads).findings();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(findings));
        } else {
            findings.forEach(finding -> print(out, finding));
            out.printf("%s, %s.%n", count(findings, Level.PROBLEM), count(findings, Level.WARNING));
        }
        return findings.stream().anyMatch(finding -> finding.level() == Level.PROBLEM) ? Errors.USER : 0;
    }

    private static void print(PrintWriter out, Finding finding) {
        out.printf("%-8s %-18s %s%n", Choice.text(finding.level()), finding.check(), finding.found());
        if (!finding.cure().isEmpty()) {
            out.printf("%-27s -> %s%n", "", finding.cure());
        }
    }

    private static String count(List<Finding> findings, Level level) {
        long n = findings.stream().filter(finding -> finding.level() == level).count();
        return n + " " + Choice.text(level) + (n == 1 ? "" : "s");
    }
}
