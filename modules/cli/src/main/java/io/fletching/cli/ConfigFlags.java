package io.fletching.cli;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
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

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = {
                "The folder of a run that was interrupted, or that is to go on: with all its flags and from its last"
                        + " checkpoint, as if it had not been away, to the bit. It is written on in its folder. With"
                        + " --epochs N, the N epochs of a longer run, whose schedule is that of N epochs from there."
            })
    @Nullable
    Path resume;

    /// Where flags that are not given come from.
    @Nullable
    Path source() {
        if (config != null && resume != null) {
            throw new FletchingException(
                    Kind.USER,
                    "config-resume",
                    "Options '--resume' and '--config' are both given; expected one of them, since a run goes on with its"
                            + " own flags.");
        }
        return resume != null ? RunFolder.requireResumable(resume) : config;
    }
}
