package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.arrow.ArrowWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the command answers to bad input: `docs/mistakes.md` is the table of it, and its golden file. Each answer
/// is one line and exit code 2, and leaves nothing behind.
///
/// `-Dfletching.golden=update` writes the file anew where a change of it is meant.
class MistakesTableTest {
    private static final Path GOLDEN = Path.of("../../docs/mistakes.md");
    private static final String KIND = " --label kind";

    /// A full disk takes another process, and a file system of its own: the test of the packed command fills one.
    private static final List<String> FULL_DISK = List.of(
            "| when the run starts | `fletch train spirals --out full/run` | fletch: The run cannot be written to"
                    + " 'full/run': No space left on device; choose another place with '--out DIR'. |",
            "| when the run is saved | `fletch train spirals --out full/run` | fletch: The file"
                    + " 'full/run/checkpoint.safetensors' cannot be written: No space left on device. |",
            "| when only the model is | `fletch train spirals --out full/run --checkpoint-every never` | fletch: The file"
                    + " 'full/run/model.safetensors' cannot be written: No space left on device. |",
            "| when predictions are printed | `fletch predict run new.csv >full/predictions.csv` | fletch: Not all of the"
                    + " output could be written to standard output; is its disk full, or its reader gone? |");

    @TempDir
    private Path folder;

    private final List<String> table = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        String good = "size,weight,kind\n" + "1,10,a\n2,30,b\n".repeat(20);
        text("good.csv", good);
        Files.createDirectory(folder.resolve("folder"));
        text("empty.csv", "");
        text("header.csv", "size,weight,kind\n");
        for (String name : List.of("r.arrow", "r.parquet", "r.csv.gz", "r-images-idx3-ubyte", "r.csv")) {
            bytes(name, random(name.length()));
        }
        bytes("good.csv.gz", gzip(good));
        bytes("images-idx3-ubyte", idx(new byte[4 * 9], 4, 3, 3));
        bytes("four-idx1-ubyte", idx(new byte[] {0, 1, 0, 1}, 4));
        bytes("labels-idx1-ubyte", idx(new byte[] {0, 1, 0}, 3));
        bytes("long-idx3-ubyte", idx(new byte[4 * 9], 4, 3, 3));
        arrow("good.arrow", true);
        arrow("good.arrows", false);
        Files.copy(Path.of("../data/src/test/resources/io/fletching/data/none.parquet"), path("good.parquet"));
        cut("cut.csv.gz", "good.csv.gz", 20);
        cut("cut.arrow", "good.arrow", 40);
        cut("cut.arrows", "good.arrows", 40);
        cut("cut.parquet", "good.parquet", 40);
        cut("cut-idx3-ubyte", "long-idx3-ubyte", 5);
        text("cut.csv", "size,weight,kind\n1,10,\"a");
        text("ragged.csv", "size,weight,kind\n1,10,a\n2,b\n");
        text("text.csv", "size,weight,kind\n1,10,a\n2,heavy,b\n");
        text("nan.csv", "size,weight,kind\n1,10,a\n2,NaN,b\n");
        text("infinite.csv", "size,weight,kind\n1,10,a\n-inf,30,b\n");
        text("gap.csv", "size,weight,kind\n1,10,a\n2,,b\n");
        text("twice.csv", "size,size,kind\n1,10,a\n");
        text("one.csv", "size,weight,kind\n1,10,a\n2,30,a\n3,10,a\n");
        Files.write(path("latin.csv"), "size,weight,kind\n1,10,gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));
        text("colours.csv", "size,colour,kind\n" + "1,red,a\n2,green,b\n".repeat(20));
        text("new.csv", "size,colour\n1,red\n");
        text("letter.csv", "size,colour\nx,red\n");
        text("unseen.csv", "size,colour\n1,red\n2,rde\n");
        text("narrow.csv", "size\n1\n");
        text("bad.yaml", "network:\n  dept: 3\n");
        text("broken.yaml", "network: [\n");
        Files.createDirectory(path("used"));
        text("used/precious", "");
    }

    @Test
    void everyMistakeHasItsLine() throws IOException {
        section("Files that cannot be read");
        row("a missing file", "train godo.csv" + KIND);
        row("a folder", "train folder" + KIND);
        row("a pattern that nothing matches", "train part-*.csv" + KIND);
        row("an empty file", "train empty.csv" + KIND);
        row("a header without rows", "train header.csv" + KIND);
        row("random bytes called .arrow", "train r.arrow" + KIND);
        row("random bytes called .parquet", "train r.parquet" + KIND);
        row("random bytes called .gz", "train r.csv.gz" + KIND);
        row("random bytes called -ubyte", "train r-images-idx3-ubyte");
        row("random bytes called .csv", "train r.csv" + KIND);
        row("a truncated CSV file", "train cut.csv" + KIND);
        row("truncated gzip", "train cut.csv.gz" + KIND);
        row("a truncated Arrow file", "train cut.arrow" + KIND);
        row("a truncated Arrow stream", "train cut.arrows" + KIND);
        row("a truncated Parquet file", "train cut.parquet" + KIND);
        row("truncated images", "train cut-idx3-ubyte --labels four-idx1-ubyte");
        row("text that is not UTF-8", "train latin.csv" + KIND);

        section("Tables that do not fit");
        row("no label", "train good.csv");
        row("a label column that is not there", "train good.csv --label knid");
        row("a column that is not there", "train good.csv --label kind --numeric wieght");
        row("a ragged row", "train ragged.csv" + KIND);
        row("two columns of one name", "train twice.csv" + KIND);
        row("text where a number belongs", "train text.csv" + KIND);
        row("NaN", "train nan.csv" + KIND);
        row("infinity", "train infinite.csv" + KIND);
        row("an empty cell", "train gap.csv" + KIND);
        row("one class only", "train one.csv" + KIND);
        row("labels and images of different counts", "train images-idx3-ubyte");
        row("more validation rows than rows", "train good.csv --label kind --validation last:40");
        row("a validation file of other columns", "train good.csv --label kind --validation new.csv");

        section("Flags and configurations");
        row("an unknown flag", "train spirals --lables x");
        row("an unknown command", "trian");
        row("an unknown optimizer", "train spirals --optimizer adamx");
        row("an unknown option", "train spirals --set optimizer.beat1=0.8");
        row("an unknown activation", "train spirals --activation rellu");
        row("a value out of range", "train spirals --set optimizer.beta1=1.0");
        row("a depth out of range", "train spirals --depth -1");
        row("convolutions over rows that are no images", "train spirals --network convolutional");
        row("a normalizer for images over rows that are none", "train spirals --normalizer instancenorm");
        row("text where a number belongs", "train spirals --epochs many");
        row("an unknown key of a configuration", "train --config bad.yaml");
        row("a configuration that is no YAML", "train --config broken.yaml");
        row("a configuration that is not there", "train --config run.yaml");

        section("Output");
        row("an output path below a file", "train spirals --out good.csv/run");
        row("a run folder that exists", "train spirals --out used");

        section("Predictions");
        train();
        row("a run that is not there", "predict runn new.csv");
        row("a folder that is no run", "predict folder new.csv");
        row("a model that is none", "predict good.csv new.csv");
        row("a column that is missing", "predict run narrow.csv");
        row("text where a number belongs", "predict run letter.csv");
        row("a value that the training rows do not have", "predict run unseen.csv");
        section("A disk that is full");
        table.addAll(FULL_DISK);
        compare();
    }

    private void train() {
        Outcome trained = Outcome.of(
                ("train " + path("colours.csv") + " --label kind --depth 1 --width 4 --epochs 1 --out " + path("run"))
                        .split(" "));
        assertThat(trained.code()).as("%s", trained.err()).isZero();
    }

    private void section(String title) {
        table.addAll(List.of("", "## " + title, "", "| what | command | answer |", "| --- | --- | --- |"));
    }

    /// Runs a command on the files of the folder, and notes its answer.
    private void row(String what, String command) throws IOException {
        List<String> before = tree();
        String[] words = Arrays.stream(command.split(" ")).map(this::resolved).toArray(String[]::new);
        if (command.startsWith("train") && !command.contains("--out")) {
            words = Stream.concat(
                            Arrays.stream(words),
                            Stream.of("--out", path("new-run").toString()))
                    .toArray(String[]::new);
        }
        Outcome outcome = Outcome.of(words);
        assertThat(outcome.out()).as(command).isEmpty();
        assertThat(outcome.err()).as(command).hasSize(1);
        assertThat(outcome.code()).as(command).isEqualTo(2);
        assertThat(tree()).as(command).isEqualTo(before);
        String answer = outcome.err().getFirst().replace(folder + "/", "").replace(folder.toString(), ".");
        table.add("| " + what + " | `fletch " + command + "` | " + answer.replace("|", "\\|") + " |");
    }

    /// A word that names something in the folder, or could.
    private String resolved(String word) {
        boolean file = word.contains(".") && !word.contains("=") && !word.equals("1.0");
        return file || Files.exists(path(word)) || word.contains("-ubyte") || word.equals("runn")
                ? path(word).toString()
                : word;
    }

    private void compare() throws IOException {
        List<String> page = new ArrayList<>(List.of(
                "# Mistakes, and what is answered",
                "",
                "Each is one line on standard error and exit code 2; nothing is written. This page is made by a test,"
                        + " which fails where an answer changes."));
        page.addAll(table);
        if ("update".equals(System.getProperty("fletching.golden"))) {
            Files.write(GOLDEN, page);
        }
        assertThat(page).isEqualTo(Files.readAllLines(GOLDEN));
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private Path path(String name) {
        return folder.resolve(name);
    }

    private void text(String name, String content) throws IOException {
        Files.writeString(path(name), content);
    }

    private void bytes(String name, byte[] content) throws IOException {
        Files.write(path(name), content);
    }

    private void cut(String name, String whole, int bytes) throws IOException {
        byte[] content = Files.readAllBytes(path(whole));
        Files.write(path(name), Arrays.copyOf(content, content.length - bytes));
    }

    private static byte[] random(int seed) {
        var bytes = new byte[1_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] idx(byte[] values, int... dims) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dims.length + values.length);
        bytes.put(new byte[] {0, 0, 8, (byte) dims.length});
        Arrays.stream(dims).forEach(bytes::putInt);
        return bytes.put(values).array();
    }

    private void arrow(String name, boolean file) throws IOException {
        var columns = List.of(ArrowWriter.Column.doubles("size"), ArrowWriter.Column.texts("kind"));
        try (var writer = file ? ArrowWriter.file(path(name), columns) : ArrowWriter.stream(path(name), columns)) {
            writer.write(List.of(
                    new ArrowWriter.Cells.Doubles(new double[] {1, 2, 3, 4}),
                    new ArrowWriter.Cells.Texts(new String[] {"a", "b", "a", "b"})));
            writer.finish();
        }
    }
}
