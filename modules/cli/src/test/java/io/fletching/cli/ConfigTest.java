package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// A run from a file is the run that the file tells of.
class ConfigTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path table;

    @BeforeEach
    void table() throws Exception {
        var text = new StringBuilder("size,colour,code,kind\n");
        for (int i = 0; i < 90; i++) {
            text.append(i % 7).append(',').append(i % 2 == 0 ? "red" : "blue").append(',');
            text.append(i % 5 == 0 ? "" : i % 5).append(',').append(i % 3).append('\n');
        }
        table = Files.writeString(folder.resolve("table.csv"), text);
    }

    @Test
    void everyOptionOfARunIsRepeatedToTheBit() throws Exception {
        String flags = "--label kind --label-type categorical --numeric code --missing mean --validation last:20"
                + " --no-standardize --depth 2 --width 8 --activation gelu --block post-norm --dropout 0.1"
                + " --weight-standardization"
                + " --initializer xavier --normalizer batchnorm --optimizer sgd --clipper none --schedule step"
                + " --loss cross-entropy --set optimizer.lr=0.01 --set optimizer.momentum=0.9 --set schedule.warmup=2"
                + " --set loss.label-smoothing=0.1 --epochs 2 --batch 16 --window 32 --seed 7 --matmul portable --precision bf16 --no-masters";
        JsonNode first = run("first", (table + " " + flags).split(" "));

        JsonNode again =
                run("again", "--config", folder.resolve("first/run.yaml").toString(), "--threads", "1");
        JsonNode folderAgain = run("folder", "--config", folder.resolve("first").toString());

        assertThat(again.get("weights_sha256")).isEqualTo(first.get("weights_sha256"));
        assertThat(folderAgain.get("weights_sha256")).isEqualTo(first.get("weights_sha256"));
        assertThat(decided("folder")).isEqualTo(decided("first"));
        assertThat(again.get("command").asText())
                .isEqualTo("./fletch train --threads 1 --config " + folder.resolve("first/run.yaml"));
        // The same flags with another option are another run.
        JsonNode other =
                run("other", "--config", folder.resolve("first").toString(), "--set", "optimizer.momentum=0.8");
        assertThat(other.get("weights_sha256")).isNotEqualTo(first.get("weights_sha256"));
    }

    /// And memory for them changes nothing.
    @Test
    void severalFilesAreRepeated() throws Exception {
        Files.copy(table, folder.resolve("other.csv"));
        String[] flags = (table + " " + folder.resolve("o*.csv")
                        + " --label colour --numeric code --missing mean --depth 1"
                        + " --epochs 2 --batch 16 --window 64")
                .split(" ");
        JsonNode first = run("first", flags);
        assertThat(recipe("first").at("/data/rows").asInt()).isEqualTo(2 * 90 * 4 / 5);
        JsonNode again = run("again", "--config", folder.resolve("first").toString(), "--memory", "1k");
        assertThat(again.get("weights_sha256")).isEqualTo(first.get("weights_sha256"));
        assertThat(decided("again")).isEqualTo(decided("first"));
    }

    @Test
    void defaultsAreRepeatedToo() throws Exception {
        JsonNode first = run("first", "spirals", "--depth", "1", "--epochs", "1");
        JsonNode again = run("again", "--config", folder.resolve("first").toString());
        assertThat(again.get("weights_sha256")).isEqualTo(first.get("weights_sha256"));
        assertThat(decided("again")).isEqualTo(decided("first"));
    }

    @Test
    void aFileOfAFewKeysLeavesTheRestAtItsDefaults() throws Exception {
        Path file = write("""
                data: {source: spirals}
                network: {depth: 1}
                optimizer: sgd      # the name alone
                normalizer:
                training:
                  epochs: 1
                """);
        JsonNode run = run("run", "--config", file.toString(), "--seed", "3");
        assertThat(recipe("run").at("/optimizer/id").asText()).contains("/sgd@");
        assertThat(recipe("run").at("/normalizer/id").asText()).contains("/layernorm@");
        assertThat(run.get("weights_sha256"))
                .isEqualTo(run("flags", "spirals --depth 1 --optimizer sgd --epochs 1 --seed 3".split(" "))
                        .get("weights_sha256"));
        assertThat(run.get("command").asText()).isEqualTo("./fletch train --seed 3 --config " + file);
    }

    @Test
    void flagsReplaceKeysAndATechniqueReplacesItsOptions() throws Exception {
        Path file = write("""
                data: {source: glyphs, label: kind, numeric: [code], missing: mean}
                optimizer: {id: adamw, options: {beta1: 0.8, beta2: 0.9}}
                clipper: {id: norm-clipping, options: {max-norm: 2}}
                network: {residual: false, depth: 1}
                training: {epochs: 1}
                """);
        run("run", table.toString(), "--config", file.toString(), "--optimizer", "sgd", "--residual");
        assertThat(recipe("run").at("/data/source").asText()).isEqualTo(table.toString());
        assertThat(recipe("run").at("/optimizer/options").has("beta1")).isFalse();
        assertThat(recipe("run").at("/clipper/options/max-norm").asDouble()).isEqualTo(2);
        assertThat(recipe("run").at("/network/residual").asBoolean()).isTrue();

        run("other", table.toString(), "--config", file.toString(), "--set", "optimizer.beta1=0.7");
        assertThat(recipe("other").at("/optimizer/options/beta1").asDouble()).isEqualTo(0.7);
        assertThat(recipe("other").at("/optimizer/options/beta2").asDouble()).isEqualTo(0.9);
    }

    @Test
    void pathsAreLookedForBesideTheFile() throws Exception {
        Path file = write(
                "data: {source: table.csv, label: colour, numeric: [code, size], missing: mean}\nnetwork: {depth: 1}\ntraining: {epochs: 1}\n");
        run("run", "--config", file.toString());
        assertThat(recipe("run").at("/data/source").asText()).isEqualTo(table.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "network:/  depth: x | 2: Option '--depth' is 'x'; expected a whole number from 0 to 10000.",
                "network:/  depth: [1, 2] | 2: Option '--depth' is given twice; expected it once.",
                "network:/  residual: yes | 2: Option '--residual' is 'yes'; expected true or false.",
                "network:/  activation: rellu | 2: There is no activation 'rellu'. Did you mean 'relu'? Choices: [relu,"
                        + " leaky-relu, elu, gelu, gelu-tanh, silu, softplus, tanh, sigmoid].",
                "network:/  dept: 3 | 2: There is no key 'network.dept'. Did you mean 'network.depth'? Keys:"
                        + " [network.architecture, network.depth, network.width, network.activation, network.block, network.residual,"
                        + " network.dropout, network.weight_standardization, network.precision, network.outputs, network.parameters].",
                "training:/  seed: 1/  seed: 2 | 3: The key 'training.seed' is given twice.",
                "training: {seed: 1 | 2: This is no YAML: expected ',' or '}', but got <stream end>.",
                "- a | 1: There are no keys; expected some of those that a run.yaml has, such as 'data'.",
                "network: *a | 1: This is no YAML: found undefined alias a.",
                "network: &a/  x: *a | 1: The key 'network.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x' leads too deep.",
            })
    void aWrongFile(String lines, String message) throws Exception {
        Path file = write(lines.replace('/', '\n') + "\n");
        assertThat(refused(file)).isEqualTo("fletch: '" + file + "', line " + message);
    }

    @Test
    void aWrongSectionIsAnsweredWithTheNearestKey() throws Exception {
        assertThat(refused(write("netwrok:\n  depth: 3\n")))
                .contains("line 2: There is no key 'netwrok.depth'. Did you mean 'network.depth'?");
        assertThat(refused(write("network: 3\n"))).contains("line 1: There is no key 'network'.");
        assertThat(refused(write("optimizer: {options: 3}\n"))).contains("There is no key 'optimizer.options'.");
        assertThat(refused(write("optimizer: {option: {lr: 3}}\n"))).contains("There is no key 'optimizer.option.lr'.");
    }

    @Test
    void noFile() throws Exception {
        assertThat(refused(folder.resolve("nothing.yaml")))
                .isEqualTo("fletch: The file '" + folder.resolve("nothing.yaml") + "' cannot be read: there is none;"
                        + " expected a run.yaml, or the folder of a run.");
        assertThat(refused(Files.createDirectory(folder.resolve("empty"))))
                .contains(folder.resolve("empty/run.yaml") + "' cannot be read: there is none;");
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, 0, 1});
        assertThat(refused(bytes)).contains("cannot be read: it is not UTF-8;");
    }

    @Test
    void aLossThatDoesNotFitTheLabel() throws Exception {
        Path file = write("data: {source: spirals}\nloss: mean-squared-error\n");
        assertThat(refused(file))
                .isEqualTo("fletch: The loss 'mean-squared-error' does not fit a label that is a class; take '--loss"
                        + " cross-entropy', or choose what the label is with '--label-type'.");
    }

    /// A flag that is added has to be recorded, or to be named here.
    @Test
    void everyFlagIsAKeyOrDecidesNothing() {
        Set<String> flags = new TreeSet<>();
        for (OptionSpec option : new CommandLine(new Train()).getCommandSpec().options()) {
            flags.add(option.longestName());
        }
        Set<String> known = new TreeSet<>(Set.of(
                "--config",
                "--resume",
                "--checkpoint-every",
                "--memory",
                "--out",
                "--json",
                "--quiet",
                "--verbose",
                "--threads",
                "--set",
                "--prefer"));
        Stream.of(Recipe.class, Recipe.Rows.class, Recipe.Shape.class, Recipe.Length.class)
                .flatMap(type -> Stream.of(type.getRecordComponents()))
                .map(component -> component.getAnnotation(Flag.class))
                .filter(flag -> flag != null && !flag.value().equals(Flag.DATA))
                .forEach(flag -> known.add(flag.value()));
        assertThat(known).isEqualTo(flags);
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("my.yaml"), text);
    }

    private String refused(Path config) {
        Outcome outcome = Outcome.of("train", "--config", config.toString(), "--out", out("none"));
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(folder.resolve("none")).doesNotExist();
        assertThat(outcome.err()).hasSize(1);
        return outcome.err().getFirst();
    }

    private JsonNode run(String name, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("train", "--json", "--out", out(name)));
        all.addAll(List.of(words));
        Outcome outcome = Outcome.of(all.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        return JSON.readTree(outcome.out().getLast());
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    /// The recipe without what tells of command and machine.
    private String decided(String name) throws Exception {
        var recipe = (com.fasterxml.jackson.databind.node.ObjectNode) recipe(name);
        recipe.remove(List.of("command", "machine"));
        return recipe.toPrettyString();
    }

    private JsonNode recipe(String name) throws Exception {
        return JSON.readTree(
                Files.readAllLines(folder.resolve(name).resolve("run.jsonl")).getFirst());
    }
}
