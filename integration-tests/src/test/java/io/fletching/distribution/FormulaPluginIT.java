package io.fletching.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.docs.Document;
import io.fletching.scripts.Command.Result;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The optimizer of docs/write-a-provider.md that is made of its formula, dropped into a plugin directory: its module
/// requires one of ours that no other part of the command does but the built-in optimizers.
class FormulaPluginIT {
    private static final String MODULE = """
            module com.example.signdescent {
                requires io.fletching.rules;
                requires io.fletching.spi;

                provides io.fletching.spi.Optimizer with
                        com.example.signdescent.SignDescent;
            }
            """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void compile() throws Exception {
        Path sources = Files.createDirectory(folder.resolve("sources"));
        String program = Document.read("docs/write-a-provider.md").texts("java").getLast();
        Path jar = StrangerJar.pack(
                sources,
                "sign-descent-1.jar",
                "com.example.signdescent.SignDescent",
                Installation.JARS,
                Files.writeString(sources.resolve("module-info.java"), MODULE),
                Files.writeString(sources.resolve("SignDescent.java"), program));
        Files.copy(jar, Files.createDirectory(folder.resolve("plugins")).resolve(jar.getFileName()));
    }

    @Test
    void trainsInALayerBelowTheCommand(@TempDir Path home) throws Exception {
        Installation installation = Installation.in(home);
        assertTrains(installation.fletch(train("layer")).in(folder).run());
    }

    @Test
    void trainsBelowAClassPath() throws Exception {
        Result result = Installation.onClassPath(
                        Installation.JARS + File.separator + "*", "io.fletching.cli.Main", train("class-path"))
                .in(folder)
                .run();
        assertThat(result.err()).startsWith("WARNING: Using incubator modules: jdk.incubator.vector\n");
        assertTrains(new Result(result.exitCode(), result.out(), ""));
    }

    private static Object[] train(String run) {
        return ("train spirals --plugins plugins --optimizer sign-descent --depth 2 --width 16 --epochs 8 --json --out "
                        + run)
                .split(" ");
    }

    private static void assertTrains(Result result) throws Exception {
        // Chance is ln 3 = 1.10.
        assertThat(Installation.end(result).get("training_loss").asDouble()).isLessThan(1);
    }
}
