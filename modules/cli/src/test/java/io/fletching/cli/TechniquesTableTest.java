package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.runtime.Catalog;
import io.fletching.runtime.Schedule;
import io.fletching.runtime.Technique;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `docs/techniques.md` has the table that `fletch providers table` prints, and others that the code knows, each
/// between two marks.
///
/// `-Dfletching.golden=update` writes them anew where a change of them is meant.
class TechniquesTableTest {
    private static final Path PAGE = Path.of("../../docs/techniques.md");
    private static final String END = "<!-- end -->\n";

    private static final List<String> TABLE = Outcome.of("providers", "table").out();

    @ParameterizedTest
    @ValueSource(strings = {"fletch providers table", "schedules", "gains"})
    void thePageIsWhatTheCodeSays(String mark) throws IOException {
        List<String> table = switch (mark) {
            case "schedules" -> schedules();
            case "gains" -> gains();
            default -> TABLE;
        };
        String page = Files.readString(PAGE);
        String begin = "<!-- " + mark + " -->\n";
        assertThat(page).containsOnlyOnce(begin);
        int first = page.indexOf(begin) + begin.length();
        String expected =
                page.substring(0, first) + String.join("\n", table) + "\n" + page.substring(page.indexOf(END, first));
        if ("update".equals(System.getProperty("fletching.golden"))) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page).isEqualTo(expected);
        }
    }

    private static List<String> schedules() {
        List<String> rows = new ArrayList<>(List.of(
                "| schedule | what it does | options, their defaults and meanings | paper |",
                "| --- | --- | --- | --- |"));
        for (Descriptor schedule : Schedule.descriptors()) {
            String options = schedule.options().stream()
                    .map(OptionLine::of)
                    .map(option -> "`" + option.name() + "=" + option.initial() + "` " + option.summary())
                    .collect(Collectors.joining("<br>"));
            String paper = schedule.paper().isEmpty() ? "" : "<" + schedule.paper() + ">";
            rows.add("| `%s` | %s | %s | %s |".formatted(schedule.name(), schedule.summary(), options, paper));
        }
        return rows;
    }

    /// As `--set initializer.gain=NAME` reads them.
    private static List<String> gains() {
        var gain = Descriptor.of("one", "", Option.gain());
        List<String> rows = new ArrayList<>(List.of("| `gain=` | factor |", "| --- | --- |"));
        for (String name : List.of("linear", "sigmoid", "tanh", "relu", "leaky-relu", "leaky-relu:0.2", "selu")) {
            double factor = gain.parse(Map.of("gain", name)).get(Option.gain());
            rows.add(String.format(Locale.ROOT, "| `%s` | %.6g |", name, factor));
        }
        return rows;
    }

    @Test
    void everyProviderHasARow() {
        assertThat(TABLE).hasSize(2 + Catalog.load().techniques().size());
        assertThat(Catalog.load().techniques())
                .extracting(Technique::name)
                .allSatisfy(name -> assertThat(TABLE).anyMatch(row -> row.contains("/" + name + "` | ")));
        assertThat(TABLE).noneMatch(row -> row.contains("| ? |"));
    }

    /// Two moments of four bytes; nothing; a mean and a variance, a gamma and a beta of each of 64 channels; three
    /// numbers of eight bytes.
    @Test
    void stateIsWhatTheProvidersDeclare() {
        assertRow("optimizer/adamw", " | 8 (F32) | element | F32 | <https://arxiv.org/abs/1711.05101> |");
        assertRow("optimizer/sgd", " | 0 | element | F32 | ");
        assertRow("normalizer/batchnorm", " | 1024 (F32) | row, 3 passes | F32, F64 | ");
        assertRow("clipper/zscore-clipping", " | 24 (F64) | factors alone | F32 | ");
        assertRow("clipper/adaptive-clipping", " | 0 | row | F32 | ");
        assertRow("initializer/orthogonal", " |  | tensor");
    }

    private static void assertRow(String provider, String text) {
        assertThat(TABLE)
                .filteredOn(row -> row.contains("| `" + provider + "` |"))
                .singleElement()
                .asString()
                .contains(text);
    }
}
