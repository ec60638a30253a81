package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fletching.runtime.SafeTensors;
import io.fletching.spi.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs whose weights and activations are stored in two bytes.
class PrecisionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path run(String name) {
        return folder.resolve(name);
    }

    private static Outcome fletch(String words) {
        Outcome outcome = Outcome.of(words.split(" "));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return outcome;
    }

    private static JsonNode last(Outcome outcome) throws Exception {
        return JSON.readTree(outcome.out().getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bf16", "bf16 --no-masters", "f16"})
    void trainsPredictsIsRepeatedAndGoesOnToTheBit(String precision) throws Exception {
        Path table = Files.writeString(
                run("rows.csv"),
                Stream.iterate(0, i -> i < 200, i -> i + 1)
                        .map(i -> i * 7 % 10 + "," + i * 11 % 13 + "," + (i * 7 % 10 > 4 ? "large" : "small"))
                        .collect(Collectors.joining("\n", "size,other,kind\n", "\n")));
        String flags =
                "train " + table + " --label kind --depth 2 --width 8 --batch 16 --dropout 0.1 --schedule constant"
                        + " --json --precision " + precision;
        JsonNode whole = last(fletch(flags + " --epochs 6 --out " + run("whole")));
        JsonNode half = last(fletch(flags + " --epochs 3 --out " + run("half")));
        JsonNode resumed = last(fletch("train --json --epochs 6 --resume " + run("half")));
        JsonNode again = last(fletch("train --json --config " + run("whole") + " --threads 1 --out " + run("again")));

        assertThat(resumed.get("weights_sha256"))
                .isEqualTo(whole.get("weights_sha256"))
                .isNotEqualTo(half.get("weights_sha256"));
        assertThat(again.get("weights_sha256")).isEqualTo(whole.get("weights_sha256"));
        String name = precision.replaceFirst(" .*", "");
        assertThat(Files.readString(run("whole").resolve("run.yaml"))).contains("precision: " + name);
        assertThat(SafeTensors.readHeader(run("whole").resolve("model.safetensors"))
                        .tensors()
                        .values())
                .allMatch(tensor -> tensor.dtype() == DType.valueOf(name.toUpperCase(Locale.ROOT)));
        List<String> predictions =
                fletch("predict " + run("whole") + " " + table + " --quiet").out();
        assertThat(predictions).hasSize(201).contains("large", "small");
        assertThat(whole.get("validation_accuracy").asDouble()).isGreaterThan(0.8);
    }

    @Test
    void theRecordSaysFloat32WhereNothingIsAsked() throws Exception {
        fletch("train spirals --depth 1 --width 8 --epochs 1 --json --out " + run("plain"));
        assertThat(Files.readString(run("plain").resolve("run.yaml"))).contains("precision: f32");
    }
}
