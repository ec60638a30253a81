package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.nn.EpochReport;
import io.fletching.nn.Score;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
    private static final long SECOND = 1_000_000_000;

    private final List<String> shown = new ArrayList<>();
    private final Ticker everySecond = new Ticker() {
        @Override
        public long nanoseconds() {
            return SECOND;
        }

        @Override
        public void show(String text) {
            shown.add(text);
        }
    };
    private long now = 5 * SECOND;

    @Test
    void aLineSaysHowFarItIsAndHowLongItTakes() {
        var progress = new Progress(everySecond, recipe(null), () -> now);
        now += 100 * SECOND;
        progress.step(new Step(1, 3));
        now += SECOND / 2;
        progress.step(new Step(101, 2));
        assertThat(shown).isEmpty();
        now += SECOND / 2;
        progress.step(new Step(201, 1.5));
        assertThat(shown).containsExactly("step 201/1,000, loss 1.5000, 1,600 rows/s, 0:04 left");

        // Ten seconds of validation, then a hundred steps in a second.
        now += 10 * SECOND;
        progress.epoch(epoch(201, 0.9));
        now += SECOND;
        progress.step(new Step(301, 1));
        assertThat(shown)
                .hasSize(2)
                .last()
                .isEqualTo("step 301/1,000, loss 1.0000, validation accuracy 90.00 %, 800 rows/s, 0:28 left");
    }

    @Test
    void aRegressionHasAnErrorInItsUnit() {
        var progress = new Progress(everySecond, recipe(3.0), () -> now);
        progress.step(new Step(200, 1));
        progress.epoch(epoch(200, Double.NaN));
        now += SECOND;
        progress.step(new Step(300, 1));
        assertThat(shown).singleElement().asString().contains(", validation rmse 1.500, ");
    }

    @Test
    void hoursAreTold() {
        assertThat(Progress.duration(59)).isEqualTo("0:59");
        assertThat(Progress.duration(3_600 + 62)).isEqualTo("1:01:02");
    }

    @Test
    void aTerminalsLineIsWrittenOverAndTakenAway(@TempDir Path folder) throws Exception {
        Path device = folder.resolve("terminal");
        Ticker line = LiveLine.on(new PrintWriter(new StringWriter()), device.toString(), "xterm");
        line.clear();
        line.show("one");
        line.show("two");
        line.clear();
        line.clear();
        assertThat(Files.readString(device))
                .isEqualTo("\r\033[K\033[?7lone\033[?7h" + "\r\033[K\033[?7ltwo\033[?7h" + "\r\033[K");
    }

    @Test
    void withoutATerminalThatCanItTheLinesArePlain(@TempDir Path folder) {
        var err = new StringWriter();
        for (Ticker lines : List.of(
                LiveLine.on(new PrintWriter(err, true), "", "xterm"),
                LiveLine.on(new PrintWriter(err, true), folder.resolve("dumb").toString(), "dumb"),
                LiveLine.on(new PrintWriter(err, true), folder.toString(), "xterm"))) {
            assertThat(lines.nanoseconds()).isEqualTo(10 * SECOND);
            lines.show("one");
            lines.clear();
        }
        assertThat(err.toString().lines()).containsExactly("fletch: one", "fletch: one", "fletch: one");
        assertThat(folder).isEmptyDirectory();
    }

    private static EpochReport epoch(long steps, double accuracy) {
        return new EpochReport(1, steps, 1, 1, 0, List.of(), 0, 1, new Score(0.25, accuracy, 10));
    }

    private static Recipe recipe(@Nullable Double unit) {
        var none = Used.of("none", Map.of());
        var rows = new Recipe.Rows(
                List.of("x"), null, null, null, "0.2", List.of(), "error", true, 8, 2, 4, List.of(), unit);
        return new Recipe(
                "1",
                "./fletch train",
                rows,
                new Recipe.Shape("dense", 1, 1, "relu", "pre-norm", true, 0, false, "f32", 2, 9),
                none,
                none,
                none,
                none,
                null,
                none,
                none,
                none,
                List.of(),
                List.of(),
                new Recipe.Length(1, 8, null, null, null, 1, null, 0, "portable"),
                new Recipe.Machine(1, "scalar", "25"),
                "00");
    }
}
