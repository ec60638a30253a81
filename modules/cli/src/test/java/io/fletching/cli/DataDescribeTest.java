package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDescribeTest {
    private static final String TABLE = """
            size,colour,kind
            1,red,a
            ,red,b
            3.5,blue,a
            NaN,,a
            big,red,a
            """;

    @TempDir
    private Path folder;

    @Test
    void aTableIsToldColumnByColumn() throws Exception {
        Path file = Files.writeString(folder.resolve("t.csv"), TABLE);
        Outcome outcome = Outcome.of("data", "describe", file.toString(), "--label", "kind");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .containsExactly(
                        file + ": 5 rows, 3 columns",
                        "",
                        "column  taken as     stored as     missing  values",
                        "size    numeric      text                1  1 to 3.5, mean 2.25; 1 not finite; 1"
                                + " text where a number belongs",
                        "colour  categorical  text                1  2 values: red 3, blue 1",
                        "kind    categorical  text                0  2 values: a 4 (80.0 %), b 1 (20.0 %)");
    }

    @Test
    void jsonIsOneObject() throws Exception {
        Path file = Files.writeString(folder.resolve("t.csv"), TABLE);
        Outcome outcome = Outcome.of("data", "describe", file.toString(), "--json");
        JsonNode size = new ObjectMapper()
                .readTree(String.join("\n", outcome.out()))
                .get("columns")
                .get(0);
        assertThat(size.get("kind").asText()).isEqualTo("numeric");
        assertThat(size.get("non_finite").asLong()).isOne();
        assertThat(size.get("range").get(0).get("mean").asDouble()).isEqualTo(2.25);
    }

    @Test
    void imagesAndMistakes() {
        assertThat(Outcome.of("data", "describe", "glyphs").out())
                .anyMatch(line -> line.matches("\\S+ +image +\\S+\\[20,20] +0 +0 to 1, mean 0\\.\\d+"))
                .anyMatch(line -> line.contains("10 values: 0 1,200"));
        assertThat(Outcome.of("data", "describe", "nothing.csv").err())
                .singleElement()
                .asString()
                .startsWith("fletch: No file 'nothing.csv'.");
        assertThat(Outcome.of("data", "describe").err())
                .containsExactly("fletch: 'fletch data describe' lacks its operand; expected DATA behind it.");
        assertThat(Outcome.of("data").out()).first().asString().startsWith("Usage: fletch data");
    }
}
