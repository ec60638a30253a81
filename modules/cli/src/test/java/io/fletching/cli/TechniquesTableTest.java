package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/techniques.md` has the table that `fletch providers table` prints, between two marks.
///
/// `-Dfletching.golden=update` writes it anew where a change of it is meant.
class TechniquesTableTest {
    private static final Path PAGE = Path.of("../../docs/techniques.md");
    private static final String BEGIN = "<!-- fletch providers table -->\n";
    private static final String END = "<!-- end -->\n";

    private static final List<String> TABLE = Outcome.of("providers", "table").out();

    @Test
    void thePageIsWhatTheCommandPrints() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String expected =
                page.substring(0, begin) + String.join("\n", TABLE) + "\n" + page.substring(page.indexOf(END));
        if ("update".equals(System.getProperty("fletching.golden"))) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page).isEqualTo(expected);
        }
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
