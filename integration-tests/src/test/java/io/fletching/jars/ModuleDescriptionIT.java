package io.fletching.jars;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.scripts.Command;
import io.fletching.scripts.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What each jar exports, requires and provides, as `jar --describe-module` tells it: a change is seen and meant.
class ModuleDescriptionIT {
    private static final String GOLDEN = "integration-tests/src/test/resources/modules.txt";

    /// Without versions and places, which differ from build to build.
    private static String describe(Path jar) {
        return Tool.run("jar", "--describe-module", "--file", jar)
                .replaceFirst("@\\S+ jar:\\S+", "")
                .strip();
    }

    @Test
    void everyModuleIsAsDescribed() throws IOException {
        String described = PackedJarsIT.jars().stream()
                .map(ModuleDescriptionIT::describe)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining("\n\n", "", "\n"));
        Path found = Files.writeString(Command.ROOT.resolve("integration-tests/target/modules.txt"), described);
        assertThat(described)
                .as("Where the change is meant, copy %s to %s.", found, GOLDEN)
                .isEqualTo(Files.readString(Command.ROOT.resolve(GOLDEN)));
    }
}
