package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
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
                    List.of("glyphs"),
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
            new Recipe.Shape("dense", 1, 1, "relu", "pre-norm", true, 0, false, "f32", 2, 9),
            NONE,
            NONE,
            NONE,
            NONE,
            null,
            NONE,
            NONE,
            NONE,
            List.of(),
            List.of(),
            new Recipe.Length(1, 8, null, null, null, 1, null, 0, "portable"),
            new Recipe.Machine(1, "scalar", "25"),
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
            run.tell(new Event.Failure("It broke.", "broken", 7, "here"));
            assertThat(Files.readAllLines(folder.resolve("run.jsonl")))
                    .hasSize(2)
                    .last()
                    .isEqualTo("{\"event\":\"error\",\"message\":\"It broke.\",\"code\":\"broken\",\"after_steps\":7,"
                            + "\"run\":\"here\"}");
        }
    }

    @Test
    void ofTwoRunsInOneFolderTheFirstHasIt() throws Exception {
        try (var first = RunFolder.at(folder);
                var second = RunFolder.at(folder)) {
            first.tell(new Event.Start(RECIPE));
            String record = Files.readString(folder.resolve("run.jsonl"));
            assertThatThrownBy(() -> second.tell(new Event.Start(RECIPE)))
                    .hasMessage("The folder '" + folder + "' is not empty; expected a new or empty one for '--out'.");
            assertThat(second.exists()).isFalse();
            assertThat(Files.readString(folder.resolve("run.jsonl"))).isEqualTo(record);
        }
    }

    /// The JVM waits for the run, which ends after its step and is recorded.
    @Test
    void anInterruptedRunEndsInGoodOrder() throws Exception {
        var shutdown = new AtomicReference<Thread>();
        try (var run = RunFolder.at(folder)) {
            var recorder = new Recorder(RECIPE, run, _ -> {}, false);
            assertThat(recorder.isStopping()).isFalse();
            recorder.record(() -> {
                recorder.step(new Step(1, 1));
                shutdown.set(Thread.ofPlatform().start(recorder::interrupt));
                while (!recorder.isStopping()) {
                    Thread.onSpinWait();
                }
                assertThat(stateAtRest(shutdown.get())).isEqualTo(Thread.State.WAITING);
                return new Event.Interrupted(1, "ab", "here", null);
            });
        }
        shutdown.get().join();
        assertThat(Files.readAllLines(folder.resolve("run.jsonl")))
                .hasSize(2)
                .last()
                .isEqualTo(
                        "{\"event\":\"interrupted\",\"steps\":1,\"weights_sha256\":\"ab\",\"run\":\"here\",\"resume\":null}");
    }

    /// Where a thread ends up that waits without limit, or ends.
    private static Thread.State stateAtRest(Thread thread) {
        Thread.State state = thread.getState();
        while (state != Thread.State.WAITING && state != Thread.State.TERMINATED) {
            Thread.onSpinWait();
            state = thread.getState();
        }
        return state;
    }

    @Test
    void beforeTheFirstStepAnInterruptIsTheEndAndNothingIsWritten() {
        try (var run = RunFolder.at(folder)) {
            var recorder = new Recorder(RECIPE, run, _ -> {}, false);
            recorder.interrupt();
            recorder.step(new Step(1, 1));
            recorder.record(() -> new Event.Failure("Too late.", "late", 7, "here"));
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static Path start(RunFolder run) {
        try (run) {
            run.tell(new Event.Start(RECIPE));
            return run.path();
        }
    }
}
