package io.fletching.distribution;

import io.fletching.scripts.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The jar of an optimizer that is not ours.
final class StrangerJar {
    private StrangerJar() {}

    /// Compiles and packs it.
    ///
    /// @param there the folder for it
    /// @param file its name, which ends in its version: `signum-1.2.jar`
    /// @param provider the name of the optimizer's class
    /// @param modulePath all that it is compiled against
    /// @param sources its module and its class
    static Path pack(Path there, String file, String provider, Path modulePath, Path... sources) throws Exception {
        Path classes = there.resolve("classes");
        var words = new Object[] {"-Xlint:all,-incubating", "-Werror", "--module-path", modulePath, "-d", classes};
        Tool.run("javac", Stream.concat(Stream.of(words), Stream.of(sources)).toArray());
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("io.fletching.spi.Optimizer"), provider + "\n");
        Path packed = there.resolve(file);
        String version = file.substring(file.lastIndexOf('-') + 1, file.length() - ".jar".length());
        Tool.run("jar", "--create", "--file", packed, "--module-version", version, "-C", classes, ".");
        return packed;
    }
}
