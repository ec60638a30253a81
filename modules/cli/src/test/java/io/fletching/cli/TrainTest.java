package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Whole runs of small networks.
class TrainTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] SMALL = {"--depth", "2", "--width", "8", "--epochs", "2"};

    @TempDir
    private Path folder;

    @Test
    void jsonIsTheEventsAndNothingElse() throws Exception {
        Outcome outcome = train("run", "spirals", "--json", "--threads", "2", "--matmul", "portable");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .extracting(line -> JSON.readTree(line).get("event").asText())
                .containsExactly("start", "epoch", "epoch", "end");
        JsonNode end = JSON.readTree(outcome.out().getLast());
        assertThat(names(end))
                .startsWith(
                        "event",
                        "validation_accuracy",
                        "validation_loss",
                        "training_accuracy",
                        "seconds",
                        "steps",
                        "parameters",
                        "threads",
                        "kernels",
                        "matmul",
                        "initial_weights_sha256",
                        "weights_sha256");
        assertThat(end.get("validation_accuracy").asDouble()).isBetween(0.2, 1.0);
        assertThat(JSON.readTree(outcome.out().get(2)).get("loss").asDouble())
                .isLessThan(JSON.readTree(outcome.out().get(1)).get("loss").asDouble());
        assertThat(end.get("steps").asLong()).isEqualTo(2 * (2400 / 128));
        // Stem 2·8+8, two blocks of a norm 2·8 and two linears 8·8+8, a norm, a head 8·3+3.
        assertThat(end.get("parameters").asLong()).isEqualTo(24 + 2 * (16 + 2 * 72) + 16 + 27);
        assertThat(end.get("threads").asInt()).isEqualTo(2);
        assertThat(end.get("kernels").asText()).matches("scalar|vector-\\d+");
        assertThat(end.get("matmul").asText()).isEqualTo("portable");
        assertThat(end.get("weights_sha256").asText())
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(end.get("initial_weights_sha256").asText());
    }

    @Test
    void theFolderHoldsTheRun() throws Exception {
        Outcome outcome = train("run", "spirals", "--json", "--set", "optimizer.beta2=0.99", "--normalizer", "none");

        Path run = folder.resolve("run");
        try (var files = Files.list(run)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("run.yaml", "run.jsonl", "model.safetensors", "checkpoint.safetensors");
        }
        assertThat(Files.readAllLines(run.resolve("run.jsonl"))).isEqualTo(outcome.out());
        var yaml = (Map<?, ?>)
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(run.resolve("run.yaml")));
        var start = JSON.readValue(outcome.out().getFirst(), Map.class);
        start.remove("event");
        assertThat(JSON.valueToTree(yaml).toString())
                .isEqualTo(JSON.valueToTree(start).toString());
        var optimizer = (Map<?, ?>) yaml.get("optimizer");
        assertThat(optimizer.get("id").toString()).matches("io\\.fletching\\.provider\\.adamw/adamw@.+");
        assertThat(optimizer.get("options"))
                .isEqualTo(Map.of(
                        "lr",
                        0.003,
                        "beta1",
                        0.9,
                        "beta2",
                        0.99,
                        "eps",
                        1e-8,
                        "eps-place",
                        "after-correction",
                        "weight-decay",
                        0.01,
                        "decay-by",
                        "lr",
                        "amsgrad",
                        false,
                        "nesterov",
                        false));
        assertThat(yaml.get("normalizer")).isEqualTo(Map.of("id", "none", "options", Map.of()));
        assertThat(((Map<?, ?>) yaml.get("schedule")).get("options").toString()).contains("warmup=7");
        assertThat(run.resolve("model.safetensors"))
                .binaryContent()
                .asString()
                .contains("stem.weight", "recipe", "preparation");
    }

    @Test
    void aPersonSeesHeaderEpochsAndTable() {
        Outcome outcome = train("run", "spirals");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains(
                        "data        spirals: 2,400 rows, 600 for validation, 2 features, 3 classes",
                        "network     2 pre-norm residual blocks, width 8, relu; 387 parameters",
                        "training    2 epochs, 36 steps of 128 rows, seed 0",
                        "  epoch       loss   val loss    val acc  grad norm    clipped     rows/s",
                        "steps       36",
                        "parameters  387",
                        "saved in    " + folder.resolve("run"),
                        "repeat by   ./fletch train spirals --depth 2 --width 8 --epochs 2 --seed 0")
                .anyMatch(line -> line.matches(" +1/2 +\\d\\.\\d{4} +\\d\\.\\d{4} +\\d+\\.\\d\\d % .+"))
                .anyMatch(line -> line.matches("accuracy +\\d+\\.\\d\\d % +\\d+\\.\\d\\d %"))
                .anyMatch(line -> line.matches("loss +\\d\\.\\d{4} +\\d\\.\\d{4}"))
                .anyMatch(line -> line.matches("time +\\d+\\.\\d\\d ms a step, \\d+\\.\\d s"));
    }

    @Test
    void quietIsTheResultAndVerboseIsAll() {
        assertThat(train("quiet", "spirals", "--quiet").out())
                .first()
                .asString()
                .matches(" +training +validation");
        assertThat(train("verbose", "spirals", "-v").out())
                .anyMatch(
                        line -> line.matches("optimizer   io\\.fletching\\.provider\\.adamw/adamw@\\S+ lr=0\\.003 .*"))
                .anyMatch(line -> line.matches("memory      \\d+\\.\\d MiB for data, network and a step; .*"))
                .anyMatch(line -> line.matches("at first    [0-9a-f]{64}"))
                .anyMatch(line -> line.matches("at last     [0-9a-f]{64}"));
    }

    @Test
    void theCommandThatIsPrintedRepeatsTheRun() throws Exception {
        String first = end(train(
                        "first", "spirals", "--json", "--seed", "5", "--no-standardize", "--weight-standardization"))
                .get("command")
                .asText();
        assertThat(first)
                .isEqualTo(
                        "./fletch train spirals --no-standardize --depth 2 --width 8 --weight-standardization --epochs 2"
                                + " --seed 5");

        List<String> words =
                new ArrayList<>(List.of(first.substring("./fletch ".length()).split(" ")));
        words.addAll(List.of(
                "--threads", "1", "--json", "--out", folder.resolve("second").toString()));
        JsonNode second = end(Outcome.of(words.toArray(String[]::new)));

        JsonNode recorded = JSON.readTree(
                Files.readAllLines(folder.resolve("first/run.jsonl")).getLast());
        assertThat(second.get("weights_sha256")).isEqualTo(recorded.get("weights_sha256"));
        assertThat(end(train("third", "spirals", "--json", "--seed", "6")).get("initial_weights_sha256"))
                .isNotEqualTo(recorded.get("initial_weights_sha256"));
    }

    @Test
    void theCommandThatIsPrintedIsTheOneThatWasCalled() throws Exception {
        System.setProperty("fletching.command", "/some where/fletch");
        try {
            assertThat(end(train("run", "spirals", "--json")).get("command").asText())
                    .startsWith("'/some where/fletch' train spirals");
        } finally {
            System.clearProperty("fletching.command");
        }
    }

    @Test
    void aNumericLabelIsRegression() throws Exception {
        var table = new StringBuilder("x,it's y\n");
        for (int i = 0; i < 100; i++) {
            table.append(i).append(',').append(2 * i + 0.5).append('\n');
        }
        Path file = Files.writeString(folder.resolve("a line.csv"), table);

        Outcome outcome = train("run", file.toString(), "--label", "it's y", "--json", "--batch", "16");

        assertThat(train("other", file.toString(), "--label", "it's y", "--set", "loss.x=1")
                        .err())
                .containsExactly("fletch: 'mean-squared-error' has no option 'x'. Options: none.");
        JsonNode start = JSON.readTree(outcome.out().getFirst());
        assertThat(start.get("loss").get("id").asText()).isEqualTo("mean-squared-error");
        assertThat(start.get("data").get("label_type").asText()).isEqualTo("numeric");
        assertThat(start.get("data").get("classes")).isEmpty();
        JsonNode end = end(outcome);
        assertThat(end.get("validation_accuracy").isNull()).isTrue();
        assertThat(end.get("training_accuracy").isNull()).isTrue();
        assertThat(end.get("validation_loss").asDouble()).isPositive();
        assertThat(end.get("steps").asLong()).isEqualTo(2 * (80 / 16));
        assertThat(end.get("command").asText())
                .isEqualTo("./fletch train '" + file
                        + "' --label 'it'\\''s y' --depth 2 --width 8 --epochs 2 --batch 16 --seed 0");
    }

    /// The same training does not get near a label that is left as it is.
    @Test
    void aLabelInAnyUnitIsLearnedAndItsErrorIsToldInThatUnit() throws Exception {
        var table = new StringBuilder("x,price\n");
        for (int i = 0; i < 400; i++) {
            table.append(i % 20).append(',').append(200_000 + 50_000 * (i % 20)).append('\n');
        }
        String file = Files.writeString(folder.resolve("prices.csv"), table).toString();

        String flags = "--label price --json --depth 2 --width 8 --epochs 40 --batch 16 --out";
        Outcome outcome = Outcome.of(("train " + file + " " + flags + " " + folder.resolve("run")).split(" "));

        JsonNode end = end(outcome);
        double unit = JSON.readTree(outcome.out().getFirst())
                .get("data")
                .get("target_unit")
                .asDouble();
        assertThat(unit).isBetween(250_000.0, 320_000.0);
        for (String part : List.of("validation", "training")) {
            double rmse = end.get(part + "_rmse").asDouble();
            assertThat(rmse).isEqualTo(Math.sqrt(end.get(part + "_loss").asDouble()) * unit);
            assertThat(rmse).isLessThan(60_000);
        }
        JsonNode lastEpoch = JSON.readTree(outcome.out().get(outcome.out().size() - 2));
        assertThat(lastEpoch.get("validation_rmse")).isEqualTo(end.get("validation_rmse"));

        Outcome text = train("text", file, "--label", "price");
        assertThat(text.out()).anyMatch(line -> line.matches("rmse +[0-9.e+]+ +[0-9.e+]+"));
    }

    @Test
    void aRunThatBreaksOffSaysSoInItsRecord() throws Exception {
        String flags = "train spirals --json --depth 0 --normalizer none --clipper none --optimizer sgd"
                + " --set optimizer.lr=1e30 --set schedule.warmup=0 --out";
        Outcome outcome = Outcome.of((flags + " " + folder.resolve("run")).split(" "));

        assertThat(outcome.code()).isEqualTo(2);
        JsonNode last = JSON.readTree(outcome.out().getLast());
        assertThat(last.get("event").asText()).isEqualTo("error");
        assertThat(outcome.err())
                .containsExactly("fletch: " + last.get("message").asText());
        assertThat(last.get("message").asText()).contains("finite");
        assertThat(Files.readAllLines(folder.resolve("run/run.jsonl"))).isEqualTo(outcome.out());
        assertThat(folder.resolve("run/model.safetensors")).doesNotExist();
    }

    private Outcome train(String name, String data, String... more) {
        List<String> words = new ArrayList<>(
                List.of("train", data, "--out", folder.resolve(name).toString()));
        words.addAll(List.of(SMALL));
        words.addAll(List.of(more));
        return Outcome.of(words.toArray(String[]::new));
    }

    private static JsonNode end(Outcome outcome) throws Exception {
        assertThat(outcome.err()).isEmpty();
        return JSON.readTree(outcome.out().getLast());
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
