package io.fletching.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The claim of the platform: 50 residual blocks learn glyphs. The same network without residual connections does not
/// even learn the rows it is shown, so what it lacks is not generalization.
class DeepNetworkIT {
    @TempDir
    static Path folder;

    private static Installation installation;

    @BeforeAll
    static void install() throws Exception {
        installation = Installation.in(folder);
    }

    private JsonNode train(int seed, String... more) throws Exception {
        JsonNode end = Installation.end(installation
                .fletch("train", "--json", "--seed", seed)
                .with((Object[]) more)
                .run());
        System.out.printf(
                "glyphs, seed %d %s: validation %.4f, training %.4f, %.2f ms a step%n",
                seed,
                String.join(" ", more),
                end.get("validation_accuracy").asDouble(),
                end.get("training_accuracy").asDouble(),
                end.get("milliseconds_per_step").asDouble());
        return end;
    }

    @Test
    void depthLearnsWithResidualConnectionsAlone() throws Exception {
        JsonNode residual = train(0);
        JsonNode plain = train(0, "--no-residual");

        assertThat(residual.get("validation_accuracy").asDouble()).isGreaterThanOrEqualTo(0.97);
        assertThat(plain.get("training_accuracy").asDouble()).isLessThanOrEqualTo(0.30);
        assertThat(plain.get("parameters")).isEqualTo(residual.get("parameters"));
        assertThat(plain.get("steps")).isEqualTo(residual.get("steps"));
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void depthLearnsFromEverySeed(int seed) throws Exception {
        assertThat(train(seed).get("validation_accuracy").asDouble()).isGreaterThanOrEqualTo(0.98);
        assertThat(train(seed, "--no-residual").get("training_accuracy").asDouble())
                .isLessThanOrEqualTo(0.30);
    }
}
