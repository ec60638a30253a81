package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything that keeps a file from being read is one sentence.
class FileErrorsTest {
    @TempDir
    private Path path;

    private Folder folder;

    @BeforeEach
    void wrap() {
        folder = new Folder(path);
    }

    private String refusal(Path file) {
        return folder.refusal(DataOptions.of(new Source.File(file)).withLabel("y"));
    }

    @Test
    void aMissingFileIsAnsweredWithTheNearest() {
        folder.csv("iris.csv", "a,y\n");
        folder.csv("notes.txt", "");
        assertThat(refusal(path.resolve("irs.csv")))
                .isEqualTo("data-missing-file: No file 'irs.csv'. Did you mean 'iris.csv'? There are: [iris.csv,"
                        + " notes.txt].");
        assertThat(refusal(path.resolve("other/irs.csv")))
                .isEqualTo("data-missing-file: No file 'other/irs.csv': there is no folder 'other'.");
    }

    @Test
    void aLongFolderIsNotListed() {
        for (int i = 0; i < 30; i++) {
            folder.csv("b" + i + ".csv", "");
        }
        folder.csv("iris.csv", "");
        assertThat(refusal(path.resolve("Irs.csv")))
                .isEqualTo("data-missing-file: No file 'Irs.csv'. Did you mean 'iris.csv'? There are: [iris.csv].");
    }

    @Test
    void aMisspeltGeneratedSetIsAMissingFile() {
        assertThat(folder.refusal(DataOptions.of(Source.parse("glyps"))))
                .startsWith("data-missing-file: No file 'glyps'. Did you mean 'glyphs'? There are: [glyphs, spirals,");
    }

    @Test
    void aGeneratedSetIsNoneWhereAFileIsExpected() {
        Path table = folder.csv("t.csv", "a,y\n1,1\n2,2\n");
        DataOptions options = DataOptions.of(new Source.File(table)).withLabel("y");
        assertThat(folder.refusal(options.withValidation(new Validation.File(Path.of("glyphs")))))
                .startsWith("data-missing-file: No file 'glyphs'. There are: [")
                .doesNotContain("spirals");
        Path images = folder.write("images", Folder.idx(new byte[4], 1, 2, 2));
        assertThat(folder.refusal(DataOptions.of(new Source.Images(images, Path.of("glyphs")))))
                .startsWith("data-missing-file: No file 'glyphs'. There are: [")
                .doesNotContain("spirals");
    }

    @Test
    void aTableHasItsLabelsInAColumn() {
        Path table = folder.csv("t.csv", "a,y\n1,1\n2,2\n");
        Path labels = folder.csv("labels.csv", "y\n1\n2\n");
        DataOptions options = DataOptions.of(new Source.File(table).withLabels(labels));
        for (DataOptions either : List.of(options, options.withLabel("y"))) {
            assertThat(folder.refusal(either))
                    .isEqualTo("data-option: 't.csv' is a table, whose label is one of its columns: choose it with"
                            + " --label NAME and leave out the labels file 'labels.csv'.");
        }
        Path images = folder.write("images", Folder.idx(new byte[4], 1, 2, 2));
        assertThat(folder.refusal(
                        options.withSource(new Source.Images(images, labels)).withLabel("y")))
                .isEqualTo(
                        "data-option: 'images' is not a table: a label column, 'y', cannot be chosen. Leave it out.");
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        Path inner = Files.createDirectory(path.resolve("inner"));
        assertThat(refusal(inner))
                .isEqualTo("data-is-folder: 'inner' is a folder; expected a file, or a pattern such as"
                        + " 'inner/*.csv'.");
    }

    @Test
    void anEmptyFileIsEmptyPackedOrNot() {
        assertThat(refusal(folder.csv("e.csv", ""))).isEqualTo("data-empty: 'e.csv' is empty.");
        assertThat(refusal(folder.write("e.csv.gz", Folder.gzip(new byte[0]))))
                .isEqualTo("data-empty: 'e.csv.gz' is empty.");
    }

    @Test
    void arrowAndParquetAreNotReadFromGzip() {
        String cure = " within gzip, which is not read. Unpack it with gunzip; ";
        assertThat(refusal(folder.write("t.arrow.gz", Folder.gzip(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0}))))
                .isEqualTo("data-format: 't.arrow.gz' is Arrow" + cure + "Arrow compresses its columns itself.");
        assertThat(refusal(folder.write("t.parquet.gz", Folder.gzip("PAR1".getBytes(StandardCharsets.UTF_8)))))
                .isEqualTo("data-format: 't.parquet.gz' is Parquet" + cure + "Parquet compresses its columns itself.");
    }

    @Test
    void randomBytesAreNotGzipWhateverTheirName() {
        byte[] bytes = new byte[10_000];
        RandomGenerator.of("L64X128MixRandom").nextBytes(bytes);
        bytes[0] = 1;
        assertThat(refusal(folder.write("r.csv.gz", bytes)))
                .isEqualTo("data-not-gzip: 'r.csv.gz' is not gzip, though its name says so; its content is something"
                        + " else.");
    }

    @Test
    void gzipThatEndsTooEarlyIsCutOff() {
        String rows = "1,2\n".repeat(20_000);
        byte[] whole = Folder.gzip(("a,y\n" + rows).getBytes(StandardCharsets.UTF_8));
        for (int length : new int[] {3, whole.length / 2, whole.length - 1}) {
            assertThat(refusal(folder.write("c.csv.gz", Arrays.copyOf(whole, length))))
                    .isEqualTo("data-truncated: 'c.csv.gz' is cut off: its gzip data ends too early.");
        }
    }

    @Test
    void gzipWithAWrongByteIsDamaged() {
        byte[] bytes = Folder.gzip("a,y\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8));
        bytes[bytes.length - 6] ^= 1;
        assertThat(refusal(folder.write("d.csv.gz", bytes)))
                .isEqualTo("data-damaged: 'd.csv.gz' is damaged: its gzip data is invalid.");
    }
}
