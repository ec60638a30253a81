package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Optimizers that see a parameter as a whole, as the command trains with them.
class OptimizersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SMALL = "train spirals --depth 2 --width 8 --schedule constant --json ";

    @TempDir
    private Path folder;

    private static JsonNode last(String words, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        all.addAll(List.of(more));
        Outcome outcome = Outcome.of(all.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return JSON.readTree(outcome.out().getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"adafactor", "lamb", "lars --set optimizer.lr=0.1", "muon"})
    void learnsAndGoesOnToTheBit(String optimizer) throws Exception {
        String flags = SMALL + "--optimizer " + optimizer;
        JsonNode whole = last(flags + " --epochs 4 --threads 2 --out " + folder.resolve("whole"));
        JsonNode half = last(flags + " --epochs 2 --out " + folder.resolve("half"));
        JsonNode resumed = last("train --epochs 4 --threads 1 --json --resume " + folder.resolve("half"));
        assertThat(resumed.get("weights_sha256")).isEqualTo(whole.get("weights_sha256"));
        assertThat(whole.get("validation_loss").asDouble())
                .isLessThan(half.get("validation_loss").asDouble());
    }

    /// What muon is not for is updated by the others' optimizer, which is recorded, and can be another.
    @Test
    void theOthersOptimizerIsRecordedWhereItIsNeeded() throws Exception {
        Path run = folder.resolve("run");
        JsonNode first = last(
                SMALL + "--epochs 1 --optimizer muon --others sgd --set others.lr=0.5 --set others.momentum=0.5 --out "
                        + run);
        assertThat(Files.readString(run.resolve("run.yaml"))).contains("others:", "/sgd@");
        JsonNode again = last("train --json --config " + run.resolve("run.yaml") + " --out " + folder.resolve("again"));
        assertThat(again.get("weights_sha256")).isEqualTo(first.get("weights_sha256"));
        JsonNode other = last("train --json --set others.lr=0.25 --config " + run.resolve("run.yaml") + " --out "
                + folder.resolve("other"));
        assertThat(other.get("weights_sha256")).isNotEqualTo(first.get("weights_sha256"));

        last(SMALL + "--epochs 1 --out " + folder.resolve("adamw"));
        assertThat(Files.readString(folder.resolve("adamw").resolve("run.yaml")))
                .doesNotContain("others:");
    }

    /// Whether there are others is seen from the groups' own optimizers, not from how they are written.
    @Test
    void groupsDecideWhetherThereAreOthers() throws Exception {
        String words = SMALL + "--epochs 1 --out ";
        last(words + folder.resolve("muon"), "--group", "blocks.*.weight optimizer=muon");
        last(words + folder.resolve("norms"), "--group", "role=norm optimizer=muon");
        assertThat(Files.readString(folder.resolve("muon").resolve("run.yaml"))).doesNotContain("others:");
        assertThat(Files.readString(folder.resolve("norms").resolve("run.yaml")))
                .contains("others:");
    }
}
