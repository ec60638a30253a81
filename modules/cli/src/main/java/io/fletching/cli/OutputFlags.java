package io.fletching.cli;

import io.fletching.arrow.Memory;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where results go, and what is told of them. These flags change nothing in them.
final class OutputFlags {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of the run, new or empty. Default: runs/DATA-N, with the next free N.")
    @Nullable
    Path out;

    @Option(
            names = "--json",
            description = "Print the run's events as JSON, one a line, and nothing else on standard output.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the result and errors, and neither progress nor epochs. Events of --json stay.")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print also providers in full, kernels, memory and the SHA-256 of the weights.")
    boolean verbose;

    /// The folder of a run that is to start.
    ///
    /// @param data names the run, where nothing else does
    RunFolder folder(String data) {
        return out == null ? RunFolder.next(Path.of("runs"), data) : RunFolder.at(out);
    }

    /// How much is told.
    ///
    /// @throws FletchingException of kind `USER` where both less and more is asked for
    Detail detail() {
        if (quiet && verbose) {
            throw new FletchingException(
                    Kind.USER,
                    "output-detail",
                    "Options '--quiet' and '--verbose' are both given; expected one of them at most.");
        }
        return quiet ? Detail.RESULT : verbose ? Detail.EVERYTHING : Detail.COURSE;
    }

    /// Where progress is shown.
    Ticker ticker(PrintWriter err) {
        return quiet ? Ticker.SILENT : LiveLine.on(err);
    }

    /// Who tells of the run on standard output.
    Reporter reporter(PrintWriter out, Memory memory) {
        return json ? event -> out.println(Json.line(event)) : new ConsoleReport(out, detail(), memory::bytes);
    }
}
