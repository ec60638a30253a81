package io.fletching.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where else flags are read from.
final class ConfigFlags {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "A run.yaml, or the folder of a run that has one: repeats that run. A file of one's own may hold any of"
                        + " the same keys. A flag replaces its key, and one that names a technique its options too; --set"
                        + " replaces one option. A relative path is looked for beside the file, then here. Accepted, but"
                        + " of no effect, are the keys that tell what came of a run: fletching, command,"
                        + " plain_initializer, machine, initial_weights_sha256; of data: rows, validation_rows, features,"
                        + " classes, target_unit; of network: outputs, parameters; of training: steps."
            })
    @Nullable
    Path config;
}
