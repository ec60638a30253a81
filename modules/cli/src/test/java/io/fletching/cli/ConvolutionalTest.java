package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `--network convolutional`, on images of 8 by 8 with a short line somewhere: it lies or it stands.
class ConvolutionalTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIDE = 8;
    private static final String SMALL = " --depth 2 --width 8 --epochs 3 --batch 16 --set optimizer.lr=1e-2";

    @TempDir
    private Path folder;

    private Path images;

    @BeforeEach
    void lines() throws Exception {
        int rows = 240;
        var random = new Random(4);
        byte[] levels = new byte[rows * SIDE * SIDE];
        byte[] labels = new byte[rows];
        random.nextBytes(levels);
        for (int i = 0; i < levels.length; i++) {
            levels[i] &= 63;
        }
        for (int row = 0; row < rows; row++) {
            labels[row] = (byte) (row % 2);
            int top = random.nextInt(SIDE - 3);
            int left = random.nextInt(SIDE - 3);
            for (int i = 0; i < 4; i++) {
                int at = labels[row] == 0 ? top * SIDE + left + i : (top + i) * SIDE + left;
                levels[row * SIDE * SIDE + at] = (byte) 255;
            }
        }
        images = Files.write(folder.resolve("images-idx3-ubyte"), idx(levels, rows, SIDE, SIDE));
        Files.write(folder.resolve("labels-idx1-ubyte"), idx(labels, rows));
    }

    private static byte[] idx(byte[] values, int... dims) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dims.length + values.length);
        bytes.put(new byte[] {0, 0, 8, (byte) dims.length});
        Arrays.stream(dims).forEach(bytes::putInt);
        return bytes.put(values).array();
    }

    private JsonNode train(String run, String flags) throws Exception {
        List<String> words = new ArrayList<>(List.of("train"));
        words.addAll(List.of(flags.trim().split(" +")));
        words.add("--json");
        if (!flags.contains("--resume")) {
            words.addAll(List.of("--out", folder.resolve(run).toString()));
        }
        Outcome outcome = Outcome.of(words.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return JSON.readTree(outcome.out().getLast());
    }

    @Test
    void learnsWhatALineDoesAnywhere() throws Exception {
        JsonNode run =
                train("run", images + " --network convolutional --normalizer batchnorm --initializer dirac" + SMALL);
        assertThat(run.get("validation_accuracy").asDouble()).isGreaterThan(0.9);
        JsonNode dense = train("dense", images + SMALL);
        assertThat(dense.get("validation_accuracy").asDouble()).isLessThan(0.8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--normalizer instancenorm",
                "--normalizer groupnorm --weight-standardization",
                "--normalizer rmsnorm --block layerscale",
                "--normalizer none --activation gelu --dropout 0.1"
            })
    void aRunIsRepeatedPredictedAndGoneOnWith(String flags) throws Exception {
        String network = " --network convolutional --depth 1 --width 8 --batch 32 ";
        JsonNode whole = train("whole", images + network + flags + " --epochs 2");
        JsonNode again = train("again", "--config " + folder.resolve("whole"));
        assertThat(again.get("weights_sha256")).isEqualTo(whole.get("weights_sha256"));

        Outcome predicted = Outcome.of("predict", folder.resolve("whole").toString(), images.toString());
        assertThat(predicted.code()).isZero();
        assertThat(predicted.out()).hasSize(241).startsWith("prediction");

        assertThat(Files.readString(folder.resolve("whole/run.yaml"))).contains("architecture: convolutional");
        JsonNode resumed = train("whole", "--resume " + folder.resolve("whole"));
        assertThat(resumed.get("weights_sha256")).isEqualTo(whole.get("weights_sha256"));
    }

    @Test
    void whatItRefuses() throws Exception {
        assertThat(refused("spirals --network convolutional"))
                .isEqualTo("The network 'convolutional' takes images, and a row here has '2' features without a shape;"
                        + " expected images in IDX, or one column of blocks such as [28, 28] and no other but the label;"
                        + " or take '--network dense'.");
        assertThat(refused(images + " --normalizer instancenorm"))
                .startsWith("'instancenorm' would take each mean over '1' values")
                .endsWith(" It is for images: '--network convolutional'.");
        assertThat(refused(images + " --normalizer groupnorm --set normalizer.groups=7"))
                .doesNotContain("convolutional");
        assertThat(refused(images + " --network convolutoinal"))
                .isEqualTo("There is no network 'convolutoinal'. Did you mean 'convolutional'? Choices: [dense,"
                        + " convolutional].");
    }

    private String refused(String flags) {
        List<String> words = new ArrayList<>(List.of("train"));
        words.addAll(List.of(flags.split(" +")));
        words.addAll(List.of("--out", folder.resolve("refused").toString()));
        Outcome outcome = Outcome.of(words.toArray(String[]::new));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).hasSize(1);
        assertThat(folder.resolve("refused")).doesNotExist();
        return outcome.err().getFirst().substring("fletch: ".length());
    }
}
