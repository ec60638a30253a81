package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fletching.arrow.Memory;
import io.fletching.data.Data;
import io.fletching.data.DataOptions;
import io.fletching.data.Source;
import io.fletching.linalg.MatrixProduct;
import io.fletching.nn.Evaluator;
import io.fletching.nn.Examples;
import io.fletching.nn.Loss;
import io.fletching.nn.Score;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.SafeTensors;
import io.fletching.runtime.Workers;
import io.fletching.spi.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Optimizers that train some weights and are judged by others: which of them a run shows, saves and goes on from.
class AveragedWeightsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SMALL = "train spirals --depth 2 --width 8 --json --optimizer schedule-free-adamw";

    @TempDir
    private Path folder;

    private JsonNode train(String flags, String name) throws Exception {
        var words = Stream.of(flags + " --out", folder.resolve(name).toString())
                .flatMap(part -> Stream.of(part.split(" ")));
        return last(Outcome.of(words.toArray(String[]::new)));
    }

    private static JsonNode last(Outcome outcome) throws Exception {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return JSON.readTree(outcome.out().getLast());
    }

    @Test
    void theModelHasTheAverageAndTheCheckpointBoth() throws Exception {
        train(SMALL + " --epochs 2", "run");
        try (var memory = Memory.create()) {
            var model = SafeTensors.read(folder.resolve("run/model.safetensors"), memory)
                    .tensors();
            var checkpoint = SafeTensors.read(folder.resolve("run").resolve(Saving.NAME), memory)
                    .tensors();
            assertThat(model).isNotEmpty();
            model.forEach((name, weights) -> {
                String parameter = name.replaceFirst("/value$", "");
                Tensor y = Objects.requireNonNull(checkpoint.get(parameter + "/value"));
                Tensor z = Objects.requireNonNull(checkpoint.get(parameter + "/schedule-free-adamw/z"));
                double apart = 0;
                for (long i = 0; i < y.size(); i++) {
                    double x = z.get(i) + (y.get(i) - z.get(i)) / 0.9;
                    assertThat(weights.get(i)).isCloseTo(x, within(1e-6));
                    apart = Math.max(apart, Math.abs(weights.get(i) - y.get(i)));
                }
                assertThat(apart).as(name).isGreaterThan(1e-4);
            });
        }
    }

    @Test
    void theRunIsJudgedByWhatItSaves() throws Exception {
        JsonNode end = train(SMALL + " --epochs 2", "run");
        SavedModel saved = SavedModel.read(folder.resolve("run"));
        try (var memory = Memory.create();
                var data = Data.load(DataOptions.of(Source.spirals()), memory);
                var workers = Workers.of(1);
                var model = saved.load(Catalog.load(), MatrixProduct.fastest(), 256, memory);
                var evaluator = new Evaluator(model, 256, workers)) {
            var unseen =
                    new Examples(data.validation().features(), data.validation().targets());
            Score score = evaluator.score(unseen, Loss.crossEntropy());
            assertThat(end.get("validation_loss").asDouble()).isEqualTo(score.loss());
        }
    }

    /// With batches that are accumulated and a part that rests, from the middle of an epoch.
    @ParameterizedTest
    @CsvSource({"schedule-free-adamw", "schedule-free-sgd", "asgd"})
    void aRunGoesOnFromTheWeightsThatTrain(String optimizer) throws Exception {
        String flags = SMALL.replace("schedule-free-adamw", optimizer) + " --schedule constant --dropout 0.1";
        JsonNode whole = train(flags + " --epochs 4", "whole");
        train(flags + " --epochs 2", "half");
        JsonNode resumed = last(Outcome.of(
                "train",
                "--epochs",
                "4",
                "--json",
                "--resume",
                folder.resolve("half").toString()));
        assertThat(resumed.get("weights_sha256")).isEqualTo(whole.get("weights_sha256"));
        assertThat(resumed.get("validation_loss")).isEqualTo(whole.get("validation_loss"));
        assertThat(resumed.get("validation_loss").asDouble()).isFinite();
    }

    /// An average needs no falling rate; whoever asks for one gets it, and so does a repeated run.
    @ParameterizedTest
    @CsvSource({
        "schedule-free-adamw, '', constant, 5",
        "asgd, '', constant, 5",
        "adamw, '', cosine, 5",
        "schedule-free-adamw, ' --schedule cosine', cosine, 5",
        "schedule-free-adamw, ' --schedule constant', constant, 0",
        "schedule-free-adamw, ' --set schedule.warmup=3', constant, 3",
    })
    void theRateFallsOnlyWhereNothingIsAveraged(String optimizer, String flags, String schedule, int warmup)
            throws Exception {
        train(SMALL.replace("schedule-free-adamw", optimizer) + " --epochs 1 --batch 90" + flags, "run");
        train("train --json --config " + folder.resolve("run"), "again");
        for (String name : List.of("run", "again")) {
            JsonNode start =
                    JSON.readTree(Files.readAllLines(folder.resolve(name).resolve("run.jsonl"))
                            .getFirst());
            assertThat(start.at("/schedule/id").asText()).isEqualTo(schedule);
            assertThat(start.at("/schedule/options/warmup").asInt()).isEqualTo(warmup);
        }
    }

    @Test
    void anAverageOfAnAverageIsRefused() {
        Outcome outcome = Outcome.of((SMALL + " --average 0.9 --out " + folder.resolve("none")).split(" "));
        assertThat(outcome.err()).first().asString().contains("'schedule-free-adamw' averages weights itself");
        assertThat(outcome.code()).isEqualTo(2);
    }
}
