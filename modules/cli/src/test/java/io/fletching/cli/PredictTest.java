package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fletching.arrow.Memory;
import io.fletching.data.Data;
import io.fletching.data.Description;
import io.fletching.data.Source;
import io.fletching.runtime.SafeTensors;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Predictions of models that the command trained.
class PredictTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static Path rows;
    private static Path unseen;
    private static JsonNode classified;
    private static JsonNode regressed;

    @BeforeAll
    static void train() throws Exception {
        rows = table("rows.csv", 0, 300);
        unseen = table("unseen.csv", 300, 64);
        classified = train("classes", "--label", "kind", "--normalizer", "batchnorm", "--set", "normalizer.eps=1e-4");
        regressed = train("numbers", "--label", "price");
    }

    /// Noise, so that no model is right everywhere.
    private static Path table(String name, int first, int count) throws Exception {
        var text = new StringBuilder("size,colour,price,kind\n");
        for (int i = first; i < first + count; i++) {
            int size = i * 7 % 10;
            String colour = List.of("red", "green", "deep, blue").get(i % 3);
            int noise = i * 31 % 11;
            text.append(size)
                    .append(",\"")
                    .append(colour)
                    .append("\",")
                    .append(1_000 * size + 400 * (i % 3) + 100 * noise);
            text.append(noise < 2 ? ",odd" : size < 5 ? ",\"small, or so\"" : ",large")
                    .append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private static JsonNode train(String name, String... flags) throws Exception {
        List<String> words = new ArrayList<>(List.of("train", rows.toString(), "--validation", unseen.toString()));
        words.addAll(List.of("--depth", "2", "--width", "8", "--epochs", "10", "--batch", "32", "--dropout", "0.1"));
        words.addAll(List.of("--json", "--out", folder.resolve(name).toString()));
        words.addAll(List.of(flags));
        Outcome outcome = Outcome.of(words.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        return JSON.readTree(outcome.out().getLast());
    }

    private static Outcome predict(String run, Object... words) {
        return Outcome.of(Stream.concat(
                        Stream.of("predict", folder.resolve(run).toString()),
                        Arrays.stream(words).map(Object::toString))
                .toArray(String[]::new));
    }

    private static List<String> predicted(String run, Object... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.add("--quiet");
        Outcome outcome = predict(run, all.toArray());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return outcome.out();
    }

    private static List<String> labels(int column) throws Exception {
        return Files.readAllLines(unseen).stream()
                .skip(1)
                .map(line -> line.replaceFirst("^\\d,\"[^\"]*\",", "").split(",", 2)[column])
                .toList();
    }

    @Test
    void asManyAreRightAsTheTrainingSaid() throws Exception {
        List<String> lines = predicted("classes", unseen);
        assertThat(lines.getFirst()).isEqualTo("prediction");
        List<String> labels = labels(1);
        assertThat(lines).hasSize(1 + labels.size());
        long right = 0;
        for (int i = 0; i < labels.size(); i++) {
            right += lines.get(i + 1).equals(labels.get(i)) ? 1 : 0;
        }
        double accuracy = classified.get("validation_accuracy").asDouble();
        assertThat((double) right / labels.size()).isEqualTo(accuracy).isBetween(0.5, 0.99);
        assertThat(predict("classes", unseen).err())
                .containsExactly(
                        String.format(Locale.ROOT, "fletch: accuracy %.2f %% of 64 labelled rows", 100 * accuracy));
    }

    @Test
    void numbersAreInTheLabelsUnitAndAsFarOffAsTheTrainingSaid() throws Exception {
        List<String> lines = predicted("numbers", unseen);
        List<String> labels = labels(0);
        double squares = 0;
        for (int i = 0; i < labels.size(); i++) {
            double error = Double.parseDouble(lines.get(i + 1)) - Double.parseDouble(labels.get(i));
            squares += error * error;
        }
        double rmse = regressed.get("validation_rmse").asDouble();
        assertThat(Math.sqrt(squares / labels.size())).isCloseTo(rmse, within(1e-4 * rmse));
        assertThat(predict("numbers", unseen).err())
                .containsExactly(String.format(Locale.ROOT, "fletch: rmse %.4g over 64 labelled rows", rmse));
    }

    @Test
    void probabilitiesAddUpAndTheLargestIsThePrediction() {
        List<String> lines = predicted("classes", unseen, "--probabilities");
        assertThat(lines.getFirst())
                .isEqualTo("prediction,probability_large,probability_odd,\"probability_small, or so\"");
        List<String> names = List.of("large", "odd", "\"small, or so\"");
        for (String line : lines.subList(1, lines.size())) {
            String name = names.stream().filter(line::startsWith).findFirst().orElseThrow();
            double[] shares = Stream.of(line.substring(name.length() + 1).split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-6));
            assertThat(shares[names.indexOf(name)])
                    .isEqualTo(Arrays.stream(shares).max().orElseThrow());
        }
        List<String> bare = predicted("classes", unseen);
        assertThat(lines.stream().skip(1).map(line -> line.replaceFirst("(,[^,]+){3}$", "")))
                .containsExactlyElementsOf(bare.subList(1, bare.size()));
    }

    @Test
    void threadsAndTheCutIntoFilesChangeNothing() throws Exception {
        List<String> whole = predicted("classes", unseen, "--probabilities", "--threads", 1);
        assertThat(predicted("classes/model.safetensors", unseen, "--probabilities", "--threads", 3))
                .isEqualTo(whole);
        List<String> lines = Files.readAllLines(unseen);
        Path first = Files.write(folder.resolve("cut-1.csv"), lines.subList(0, 20));
        List<String> rest = new ArrayList<>(lines.subList(20, lines.size()));
        rest.addFirst(lines.getFirst());
        Path second = Files.write(folder.resolve("cut-2.csv"), rest);
        assertThat(predicted("classes", first, second, "--probabilities")).isEqualTo(whole);
        assertThat(predicted("classes", folder.resolve("cut-*.csv"), "--probabilities"))
                .isEqualTo(whole);
    }

    @Test
    void theLabelMayBeMissingAndColumnsMayStandElsewhere() throws Exception {
        Path bare = Files.writeString(
                folder.resolve("bare.csv"), "colour,more,price,size\nred,x,7,3\n\"deep, blue\",,8,9\n");
        assertThat(predicted("classes", bare)).hasSize(3);
    }

    @Test
    void aLabelThatIsNoneIsNoMistakeAndNotCounted() throws Exception {
        Path file = Files.writeString(
                folder.resolve("some.csv"), "price,size,colour,kind\n1,1,red,large\n2,2,red,\n,3,red,other\n");
        Outcome classes = predict(
                "classes", Files.writeString(file, Files.readString(file).replace("\n,3", "\n3,3")));
        assertThat(classes.out()).hasSize(4);
        assertThat(classes.err()).singleElement().asString().endsWith(" % of 1 labelled rows");
        Files.writeString(file, "price,size,colour,kind\n1,1,red,large\nx,2,red,odd\n,3,red,odd\n");
        Outcome numbers = predict("numbers", file);
        assertThat(numbers.out()).hasSize(4);
        assertThat(numbers.err()).singleElement().asString().endsWith(" over 1 labelled rows");
    }

    @Test
    void aCategoryThatTrainingDidNotHave() throws Exception {
        Path file = Files.writeString(folder.resolve("other.csv"), "price,size,colour\n1,1,red\n2,2,rad\n");
        Outcome refused = predict("classes", file);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).singleElement().asString().contains("row 2", "'rad'", "'red'");
        assertThat(predicted("classes", file, "--unknown", "ignore")).hasSize(3);
    }

    @Test
    void filesHoldWhatIsPrinted() throws Exception {
        Path csv = folder.resolve("p.csv");
        Files.writeString(csv, "old");
        assertThat(predicted("classes", unseen, "--probabilities", "--out", csv))
                .isEmpty();
        assertThat(Files.readAllLines(csv)).isEqualTo(predicted("classes", unseen, "--probabilities"));

        Path arrow = folder.resolve("p.arrow");
        assertThat(predicted("classes", unseen, "--probabilities", "--out", arrow))
                .isEmpty();
        Description written = Data.describe(Source.file(arrow.toString()), "");
        assertThat(written.rows()).isEqualTo(64);
        assertThat(written.columns())
                .extracting(Description.Column::name)
                .containsExactly("prediction", "probability_large", "probability_odd", "probability_small, or so");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aFileThatCannotBeCompletedLeavesTheOldOne() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.csv"), "price,size,colour\n1,1,red\n1,x,red\n");
        for (String name : List.of("kept.csv", "kept.arrow")) {
            Path kept = Files.writeString(folder.resolve(name), "old");
            assertThat(predict("classes", bad, "--out", kept).code()).isEqualTo(2);
            assertThat(kept).hasContent("old");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void mistakes() throws Exception {
        assertThat(mistake("nothing", unseen))
                .isEqualTo("There is no file '" + folder.resolve("nothing")
                        + "'; expected the folder of a run of 'fletch" + " train', or its model.safetensors.");
        assertThat(mistake("", unseen)).startsWith("There is no file '" + folder.resolve("model.safetensors"));
        assertThat(mistake("rows.csv", unseen)).contains("'" + rows + "'").contains("safetensors");
        assertThat(mistake("classes", folder.resolve("no.csv"))).startsWith("No file '");
        assertThat(mistake("classes", unseen, "--out", folder.resolve("p.txt")))
                .isEqualTo("Option '--out' is '" + folder.resolve("p.txt")
                        + "'; expected a file whose name ends in .csv or .arrow.");
        assertThat(mistake("classes", unseen, "--out", rows.resolve("p.csv")))
                .startsWith("The predictions cannot be written to '" + rows.resolve("p.csv") + "': ");
        assertThat(mistake("numbers", unseen, "--probabilities"))
                .isEqualTo("Option '--probabilities' is given, but '" + folder.resolve("numbers")
                        + "' predicts a number, 'price', which has none; leave it out.");
        assertThat(mistake("classes", Files.writeString(folder.resolve("few.csv"), "size\n1\n")))
                .contains("has no column 'colour'");
        assertThat(mistake("classes", unseen, "--unknown", "skip"))
                .startsWith("There is no treatment of unknown categories 'skip'.");
    }

    @Test
    void modelsOfOthers() throws Exception {
        Path file = folder.resolve("classes/model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, bytes.length - 100));
        assertThat(mistake("cut.safetensors", unseen)).contains("cut.safetensors'");
        Map<String, String> metadata = SafeTensors.readHeader(file).metadata();
        assertThat(mistake(written(Map.of()), unseen)).contains("its metadata has nothing, and lacks 'recipe'.");
        assertThat(mistake(written(Map.of("recipe", "{}", "format", "pt")), unseen))
                .contains("and lacks 'preparation'.");
        assertThat(mistake(with(metadata, "\"depth\":2", "\"deep\":2"), unseen))
                .contains(
                        "is no model of 'fletch train' of version ", ": its recipe has other contents at 'network.de");
        assertThat(mistake(with(metadata, "\"network\":{", "\"netwrok\":{"), unseen))
                .contains("at 'netwrok'.");
        assertThat(mistake(with(metadata, "\"outputs\":3", "\"outputs\":4"), unseen))
                .contains("its network has 4 outputs for 3");
        assertThat(mistake(with(metadata, "\"depth\":2", "\"depth\":3"), unseen))
                .contains("does not fit the model");
        assertThat(mistake(with(metadata, "\"depth\":2", "\"depth\":10000000,\"width\":1000000,\"x\":0"), unseen))
                .contains("at 'network.x'.");
    }

    private static String with(Map<String, String> metadata, String old, String other) throws Exception {
        String recipe = metadata.get("recipe");
        assertThat(recipe).contains(old);
        return written(Map.of("recipe", recipe.replace(old, other), "preparation", metadata.get("preparation")));
    }

    private static String written(Map<String, String> metadata) throws Exception {
        Path file = folder.resolve("other.safetensors");
        try (Memory memory = Memory.create()) {
            SafeTensors.write(file, Map.of("stem.weight", memory.allocate(DType.F32, Shape.of(2, 2))), metadata);
        }
        return file.getFileName().toString();
    }

    private static String mistake(String run, Object... words) {
        Outcome outcome = predict(run, words);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).hasSize(1);
        return outcome.err().getFirst().substring("fletch: ".length());
    }
}
