package io.fletching.cli;

import io.fletching.arrow.Memory;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where results go, and what is told of them. These flags change nothing in them.
@SuppressWarnings("NullAway.Init")
final class OutputFlags {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of the run, new or empty. Default: runs/DATA-N, with the next free N.")
    @Nullable
    Path out;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = Saving.Reader.class,
            description =
                    "How often all that --resume needs is saved, besides at the end: a time such as 90s, 5m or 2h,"
                            + " a number of steps, or never, also not at the end. Default: ${DEFAULT-VALUE}.")
    Saving saving;

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

    /// The folder of a run that is to start, or of the one that goes on.
    ///
    /// @param data names the run, where nothing else does
    /// @param resumed the run that goes on
    RunFolder folder(String data, @Nullable Path resumed) {
        if (resumed != null && out != null) {
            throw new FletchingException(
                    Kind.USER,
                    "output-resume",
                    "Options '--resume' and '--out' are both given; expected one of them, since a run goes on in its"
                            + " folder.");
        }
        if (resumed != null) {
            return RunFolder.resume(resumed);
        }
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
