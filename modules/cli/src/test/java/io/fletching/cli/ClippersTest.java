package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs with each clipper, and with several.
class ClippersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SMALL = "spirals --depth 1 --width 8 --epochs 2 ";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adaptive-clipping",
                "norm-clipping --set clipper.p=1",
                "per-tensor-norm-clipping --set clipper.mean=true --set clipper.max-norm=1e-3",
                "value-clipping --set clipper.max-value=1e-3",
                "zscore-clipping --set clipper.threshold=0.1 --set clipper.warmup=2 --set clipper.on-non-finite=skip"
            })
    void eachOneClips(String clipper) throws Exception {
        List<JsonNode> events = run("run", SMALL + "--clipper " + clipper);
        assertThat(events.subList(1, 3))
                .anyMatch(epoch -> epoch.get("clipped").asDouble() > 0)
                .as("what one alone says the epoch says")
                .noneMatch(epoch -> epoch.has("clippers"));
    }

    @Test
    void severalAreToldApartAndRepeated() throws Exception {
        List<JsonNode> events = run(
                "first",
                SMALL + "--clipper zscore-clipping+value-clipping --set clipper.first-threshold=0.1"
                        + " --set clipper.first-warmup=2 --set clipper.second-max-value=0.01");
        JsonNode recipe = events.getFirst().get("clipper");
        assertThat(recipe.get("id").asText())
                .matches("io\\.fletching\\.provider\\.zscoreclipping/zscore-clipping@[^+]+"
                        + "\\+io\\.fletching\\.provider\\.valueclipping/value-clipping@.+");
        assertThat(recipe.at("/options/second-max-value").asDouble()).isEqualTo(0.01);
        JsonNode clippers = events.get(1).get("clippers");
        assertThat(clippers).hasSize(2);
        assertThat(clippers.get(0).get("clipper").asText()).isEqualTo("zscore-clipping");
        assertThat(clippers.get(0).get("gradient_norm").asDouble())
                .isEqualTo(events.get(1).get("gradient_norm").asDouble())
                .isGreaterThan(clippers.get(1).get("gradient_norm").asDouble());
        assertThat(clippers.get(1).get("clipped").asDouble()).isEqualTo(1);

        List<JsonNode> again = run("again", "--config " + folder.resolve("first"));
        assertThat(again.getFirst().get("clipper")).isEqualTo(recipe);
        assertThat(again.getLast().get("weights_sha256"))
                .isEqualTo(events.getLast().get("weights_sha256"));
        List<JsonNode> crossed = run(
                "crossed",
                "--config " + folder.resolve("first") + " --clipper value-clipping" + " --set clipper.max-value=0.01");
        assertThat(crossed.getLast().get("weights_sha256"))
                .isNotEqualTo(events.getLast().get("weights_sha256"));
    }

    @Test
    void aPersonSeesThem() {
        Outcome outcome = Outcome.of(
                ("train " + SMALL + "-v --clipper norm-clipping+value-clipping --out " + folder.resolve("run"))
                        .split(" "));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .anyMatch(line -> line.matches("clipper +io\\.fletching\\S+/norm-clipping@\\S+/value-clipping@\\S+"
                        + " first-max-norm=1 first-p=2 .* second-max-value=1 second-on-non-finite=refuse"))
                .anyMatch(line -> line.matches(
                        " +norm-clipping clipped \\d+ % at norm \\S+, value-clipping clipped \\d+ % at norm \\S+"));
    }

    private List<JsonNode> run(String name, String words) throws Exception {
        Outcome outcome = Outcome.of(("train --json --out " + folder.resolve(name) + " " + words).split(" "));
        assertThat(outcome.err()).isEmpty();
        List<JsonNode> events = new ArrayList<>();
        for (String line : outcome.out()) {
            events.add(JSON.readTree(line));
        }
        return events;
    }
}
