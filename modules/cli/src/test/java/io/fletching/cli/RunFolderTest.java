package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFolderTest {
    private static final Used NONE = Used.of("none", Map.of());
    private static final Recipe RECIPE = new Recipe(
            "1",
            "./fletch train",
            new Recipe.Rows(
                    "glyphs",
                    null,
                    "digit",
                    "categorical",
                    "0.2",
                    List.of(),
                    "error",
                    true,
                    8,
                    2,
                    400,
                    List.of("0", "1"),
                    null),
            new Recipe.Shape(1, 1, "relu", "pre-norm", true, 0, 2, 9),
            NONE,
            NONE,
            NONE,
            NONE,
            NONE,
            NONE,
            NONE,
            new Recipe.Length(1, 8, 1, 0),
            new Recipe.Machine(1, "scalar", "portable", "25"),
            "00");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "glyphs, glyphs",
        "/data/train-images-idx3-ubyte.gz, train-images-idx3-ubyte",
        "a b.csv, a-b",
        ".hidden, hidden"
    })
    void runsAreNamedByTheirDataAndNumbered(String data, String name) {
        assertThat(start(RunFolder.next(folder, data))).isEqualTo(folder.resolve(name + "-1"));
        assertThat(start(RunFolder.next(folder, data))).isEqualTo(folder.resolve(name + "-2"));
    }

    @Test
    void nothingIsThereBeforeTheStart() {
        RunFolder.next(folder.resolve("runs"), "glyphs").close();
        RunFolder.at(folder.resolve("run")).close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void eventsAreWrittenAsTheyHappen() throws Exception {
        try (var run = RunFolder.at(folder)) {
            run.tell(new Event.Start(RECIPE));
            run.tell(new Event.Failure("It broke.", "here"));
            assertThat(Files.readAllLines(folder.resolve("run.jsonl")))
                    .hasSize(2)
                    .last()
                    .isEqualTo("{\"event\":\"error\",\"message\":\"It broke.\",\"run\":\"here\"}");
        }
    }

    private static Path start(RunFolder run) {
        try (run) {
            run.tell(new Event.Start(RECIPE));
            return run.path();
        }
    }
}
