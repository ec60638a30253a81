package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs that go on, and what is around a step.
class ResumeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SMALL = "spirals --depth 2 --width 8 --dropout 0.1 --schedule constant --json";

    @TempDir
    private Path folder;

    private Path run(String name) {
        return folder.resolve(name);
    }

    private static Outcome train(String flags, String... more) {
        List<String> words = new ArrayList<>(List.of("train"));
        words.addAll(List.of(flags.split(" ")));
        words.addAll(List.of(more));
        return Outcome.of(words.toArray(String[]::new));
    }

    private static JsonNode last(Outcome outcome) throws Exception {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return JSON.readTree(outcome.out().getLast());
    }

    private List<String> events(String name) throws Exception {
        List<String> events = new ArrayList<>();
        for (String line : Files.readAllLines(run(name).resolve("run.jsonl"))) {
            events.add(JSON.readTree(line).get("event").asText());
        }
        return events;
    }

    @Test
    void goesOnInItsFolderForMoreEpochsToTheBit() throws Exception {
        JsonNode whole = last(train(SMALL + " --epochs 4 --out " + run("whole")));
        JsonNode first = last(train(SMALL + " --epochs 2 --out " + run("half")));
        // As a process leaves it that is killed while it writes.
        Files.writeString(run("half").resolve("run.jsonl"), "{\"event\":\"epo", StandardOpenOption.APPEND);

        Outcome resumed = train("--epochs 4 --threads 1 --json --resume " + run("half"));
        JsonNode end = last(resumed);

        assertThat(end.get("weights_sha256")).isEqualTo(whole.get("weights_sha256"));
        assertThat(first.get("weights_sha256")).isNotEqualTo(whole.get("weights_sha256"));
        assertThat(end.get("validation_loss")).isEqualTo(whole.get("validation_loss"));
        assertThat(end.get("steps")).isEqualTo(whole.get("steps"));
        assertThat(end.get("run").asText()).isEqualTo(run("half").toString());
        assertThat(events("half")).containsExactly("start", "epoch", "epoch", "end", "resume", "epoch", "epoch", "end");
        JsonNode resume = JSON.readTree(resumed.out().getFirst());
        assertThat(resume.get("after_steps").asLong())
                .isEqualTo(first.get("steps").asLong());
        assertThat(resume.at("/training/epochs").asInt()).isEqualTo(4);
        assertThat(Files.readString(run("half").resolve("run.yaml"))).contains("epochs: 4");
        assertThat(end.get("command").asText())
                .isEqualTo(first.get("command").asText() + " --out half-again"
                        + " && ./fletch train --epochs 4 --threads 1 --resume half-again");
    }

    /// A scheduler of jobs that gives the same command again gets the same result.
    @Test
    void whatIsCompleteIsJudgedOnceMoreAndNothingElse() throws Exception {
        JsonNode first = last(train(SMALL + " --epochs 2 --out " + run("done")));
        List<String> events = Files.readAllLines(run("done").resolve("run.jsonl"));
        byte[] model = Files.readAllBytes(run("done").resolve("model.safetensors"));
        for (String flags : List.of("", "--epochs 2 ", "--threads 1 ")) {
            JsonNode again = last(train(flags + "--json --resume " + run("done")));
            assertThat(again.get("weights_sha256")).isEqualTo(first.get("weights_sha256"));
            assertThat(again.get("validation_loss")).isEqualTo(first.get("validation_loss"));
            assertThat(again.get("command")).isEqualTo(first.get("command"));
        }
        assertThat(Files.readAllLines(run("done").resolve("run.jsonl"))).isEqualTo(events);
        assertThat(run("done").resolve("model.safetensors")).hasBinaryContent(model);
        assertThat(train("--resume " + run("done")).out())
                .contains("goes on     no further: all its epochs are done, and it is judged once more");

        Files.delete(run("done").resolve("model.safetensors"));
        train("--resume " + run("done"));
        assertThat(run("done").resolve("model.safetensors"))
                .as("the run was killed between its last checkpoint and its model")
                .exists();
    }

    @Test
    void aCheckpointFromALaterEpochIsRefused() throws Exception {
        train(SMALL + " --epochs 3 --out " + run("three"));
        String recipe = Files.readString(run("three").resolve("run.yaml"));
        Outcome outcome = train("--epochs 2 --resume " + run("three"));
        assertThat(outcome.err())
                .containsExactly("fletch: The checkpoint '" + run("three").resolve(Saving.NAME)
                        + "' is from epoch '3' of its training, and this one has '2' epochs; expected '3' or more. Give"
                        + " more with --epochs.");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(events("three")).containsExactly("start", "epoch", "epoch", "epoch", "end");
        assertThat(Files.readString(run("three").resolve("run.yaml"))).isEqualTo(recipe);
    }

    @Test
    void aRunThatFailedSaysWhatIsLeftOfIt() throws Exception {
        // For 40 steps the rate is 1e-3.
        String flags = "spirals --depth 0 --normalizer none --clipper none --optimizer sgd --set optimizer.lr=1e30"
                + " --schedule linear+constant --set schedule.first-from=1e-33 --set schedule.first-floor=1e-33"
                + " --set schedule.second-start=40 --out ";
        Outcome none = train(flags + run("none"));
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err())
                .singleElement()
                .asString()
                .matches("fletch: Update (\\d+) is refused: the gradient of '\\S+' is '\\S+' at element \\d+;.*")
                .endsWith(" The run is recorded in '" + run("none") + "'; no model was saved. The flags are"
                        + " --set optimizer.lr=… and, beside any --clipper but none, --set"
                        + " clipper.on-non-finite=skip.");
        assertThat(none.out()).contains("recorded in " + run("none"));
        JsonNode event = JSON.readTree(
                Files.readAllLines(run("none").resolve("run.jsonl")).getLast());
        assertThat(event.get("event").asText()).isEqualTo("error");
        assertThat(event.get("code").asText()).isEqualTo("gradient-non-finite");
        assertThat("fletch: " + event.get("message").asText())
                .isEqualTo(none.err().getFirst());
        assertThat(event.get("message").asText())
                .startsWith("Update " + (event.get("after_steps").asLong() + 1) + " is refused");
        assertThat(train("--resume " + run("none")).err())
                .containsExactly("fletch: The run in '" + run("none") + "' cannot go on: it ended before it saved a "
                        + Saving.NAME + ", or was told never to; begin it again by 'fletch train --config "
                        + run("none") + "'.");

        Outcome some = train(flags + run("some") + " --checkpoint-every 30");
        assertThat(some.err())
                .singleElement()
                .asString()
                .contains("no model was saved, and './fletch train --resume " + run("some")
                        + "' goes on from its last checkpoint.");
        JsonNode end = last(train("--json --set optimizer.lr=1e-3 --resume " + run("some")));
        assertThat(end.get("event").asText()).isEqualTo("end");
        assertThat(events("some"))
                .startsWith("start", "epoch", "epoch", "error", "resume", "epoch")
                .endsWith("end");
    }

    /// Of one step an epoch over all rows, so that the first step's gradient is the same however it is cut.
    @Test
    void accumulatedGradientsAreTheMeanOverTheRowsThatThereAre() throws Exception {
        String flags = SMALL.replace(" --dropout 0.1", "") + " --epochs 1 --batch ";
        JsonNode[] epochs = new JsonNode[3];
        String[] cuts = {"2400", "600 --accumulate 4", "600 --accumulate 100"};
        for (int i = 0; i < cuts.length; i++) {
            Outcome outcome = train(flags + cuts[i] + " --out " + run("cut" + i));
            assertThat(last(outcome).get("steps").asLong()).isEqualTo(1);
            epochs[i] = JSON.readTree(outcome.out().get(1));
            JsonNode start = JSON.readTree(outcome.out().getFirst());
            assertThat(start.at("/training/accumulate").asInt(1)).isEqualTo(i == 0 ? 1 : 4);
        }
        double norm = epochs[0].get("gradient_norm").asDouble();
        assertThat(epochs[1].get("gradient_norm").asDouble()).isCloseTo(norm, withPercentage(1e-3));
        assertThat(epochs[2].get("gradient_norm")).isEqualTo(epochs[1].get("gradient_norm"));
        assertThat(epochs[2].get("loss")).isEqualTo(epochs[1].get("loss"));
        assertThat(train("spirals --depth 1 --width 8 --epochs 2 --accumulate 7 --out " + run("seven"))
                        .out())
                .as("of 18 batches, four are left out")
                .contains("training    2 epochs, 4 steps of 7 × 128 rows, seed 0");
    }

    /// Bytes, and scales of blocks.
    @Test
    void goesOnFromStateInEightBits() throws Exception {
        String flags = SMALL + " --optimizer adamw-8bit --set optimizer.min-elements=0";
        JsonNode whole = last(train(flags + " --epochs 2 --out " + run("whole")));
        train(flags + " --epochs 1 --out " + run("half"));
        JsonNode end = last(train("--epochs 2 --json --resume " + run("half")));
        assertThat(end.get("weights_sha256")).isEqualTo(whole.get("weights_sha256"));
    }

    @Test
    void aPersonSeesWhereItGoesOn() {
        train(SMALL + " --epochs 1 --out " + run("seen"));
        Outcome resumed = train("--epochs 2 --resume " + run("seen"));
        assertThat(resumed.out())
                .contains("goes on     after step 18", "saved in    " + run("seen"))
                .anyMatch(line -> line.matches(" +2/2 .*"))
                .noneMatch(line -> line.matches(" +1/2 .*"));
    }

    @Test
    void whatIsAroundAStepIsRecordedAndRepeated() throws Exception {
        String flags = SMALL.replace("constant", "linear+plateau") + " --epochs 3 --batch 60 --accumulate 2"
                + " --average 0.9 --set schedule.second-start=0.2 --set schedule.second-patience=0"
                + " --set schedule.second-threshold=0.9 --set schedule.first-floor=1 --set schedule.first-from=0.1";
        String[] groups = {"--group", "stem.* frozen", "--group", "role=norm optimizer=sgd lr=0.01 lr-factor=2"};
        JsonNode first = last(train(flags + " --out " + run("first"), groups));
        JsonNode again = last(train("--json --config " + run("first") + " --out " + run("again")));
        assertThat(again.get("weights_sha256")).isEqualTo(first.get("weights_sha256"));
        assertThat(first.get("steps").asLong()).isEqualTo(3 * (2400 / 120));
        JsonNode recipe = JSON.readTree(
                Files.readAllLines(run("again").resolve("run.jsonl")).getFirst());
        assertThat(recipe.at("/training/accumulate").asInt()).isEqualTo(2);
        assertThat(recipe.at("/training/average").asDouble()).isEqualTo(0.9);
        assertThat(recipe.at("/groups/1").asText()).isEqualTo(groups[3]);
        assertThat(recipe.at("/schedule/id").asText()).isEqualTo("linear+plateau");
        assertThat(recipe.at("/schedule/options/second-threshold").asDouble()).isEqualTo(0.9);
        assertThat(first.get("command").asText()).contains("--group 'stem.* frozen'");

        JsonNode plain = last(train(flags.replace("--average 0.9 ", "") + " --out " + run("plain"), groups));
        assertThat(plain.get("weights_sha256")).isNotEqualTo(first.get("weights_sha256"));
        assertThat(plain.get("initial_weights_sha256")).isEqualTo(first.get("initial_weights_sha256"));
    }

    @Test
    void everyScheduleTrains() throws Exception {
        for (var schedule : io.fletching.runtime.Schedule.descriptors()) {
            JsonNode end =
                    last(train("spirals --depth 1 --width 8 --epochs 1 --json --checkpoint-every never --schedule "
                            + schedule.name() + " --out " + run(schedule.name())));
            assertThat(end.get("training_accuracy").asDouble())
                    .as(schedule.name())
                    .isBetween(0.2, 1.0);
            assertThat(run(schedule.name()).resolve(Saving.NAME)).doesNotExist();
        }
    }

    @Test
    void anotherTrainingIsRefused() {
        train(SMALL + " --epochs 1 --out " + run("one"));
        assertThat(train("--batch 64 --resume " + run("one")).err())
                .singleElement()
                .asString()
                .contains("is of another training")
                .contains("batch 128")
                .contains("batch 64");
        assertThat(train("--optimizer sgd --resume " + run("one")).err())
                .singleElement()
                .asString()
                .contains("/optimizer' was 'adamw v1', now it is 'sgd v1'");
        assertThat(train("--resume " + run("one") + " --out " + run("two")).err())
                .singleElement()
                .asString()
                .contains("Options '--resume' and '--out' are both given");
        assertThat(train("--resume " + run("one") + " --config " + run("one")).err())
                .singleElement()
                .asString()
                .contains("Options '--resume' and '--config' are both given");
        assertThat(train("--resume " + run("none")).err())
                .containsExactly("fletch: There is no run to go on in '" + run("none")
                        + "': it has no run.yaml; expected the folder of a run of 'fletch train' that has saved a"
                        + " checkpoint.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--checkpoint-every 5x | expected a time such as 90s, 5m or 2h, a number of steps, or never",
                "--checkpoint-every 0 | expected a time such as 90s, 5m or 2h",
                "--average 1 | expected a number from 0 to below 1",
                "--accumulate 0 | expected a whole number from 1",
                "--group bias | The parameter group 'bias' is not understood",
                "--schedule cosin | Did you mean 'cosine'?",
                "--schedule linear+cosin | Did you mean 'cosine'?",
                "--schedule linear+cosine --set schedule.floor=1 | 'linear+cosine' has no option 'floor'"
            })
    void mistakesAreToldInASentence(String flags, String sentence) {
        String schedule = flags.contains("--schedule") ? " " : " --schedule constant ";
        Outcome outcome = train("spirals --depth 2 --width 8 --json" + schedule + flags + " --out " + run("none"));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).singleElement().asString().contains(sentence);
        assertThat(run("none")).doesNotExist();
    }
}
