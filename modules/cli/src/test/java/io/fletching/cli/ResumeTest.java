package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
                .isEqualTo(first.get("command").asText() + " && ./fletch train --epochs 4 --threads 1 --resume "
                        + run("half"));

        // What is complete is judged once more, and nothing else.
        JsonNode again = last(train("--json --resume " + run("half")));
        assertThat(again.get("weights_sha256")).isEqualTo(whole.get("weights_sha256"));
        assertThat(again.get("command")).isEqualTo(end.get("command"));
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
