package io.fletching.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where results go. These flags change nothing in them.
final class OutputFlags {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of the run, new or empty. Default: runs/DATA-N, with the next free N.")
    @Nullable
    Path out;

    @Option(names = "--json", description = "Print the run's events as JSON, one a line, and nothing else.")
    boolean json;

    /// The folder of a run that is to start.
    RunFolder folder(String data) {
        return out == null ? RunFolder.next(Path.of("runs"), data) : RunFolder.at(out);
    }
}
