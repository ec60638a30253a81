package io.fletching.data.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files with damage: a table of the right form, or one error that names the file, and never a wait without end.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParquetDamageTest {
    /// How many damaged files are made of each: `-Dfletching.fuzz=100000` for more.
    private static final int COUNT = Integer.getInteger("fletching.fuzz", 150);

    private static final int[] INTERESTING = {-1, 0, 1, 0x7f, 0x80, 0xffff, 0x40000000, Integer.MAX_VALUE};

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private String read(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("damaged.parquet"), content);
        try {
            List<List<String>> columns =
                    ScannedTable.all(ParquetTable.open(file), "number", "text", "integer", "block");
            return columns.getFirst().size() + " rows";
        } catch (FletchingException refused) {
            assertThat(refused.kind()).isEqualTo(Kind.DATA);
            assertThat(refused.getMessage()).startsWith("'" + file + "'").endsWith(".");
            return refused.getMessage().replace(file.toString(), "f");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4", "pages", "encodings", "indexed", "pages_snappy"})
    void anyDamageIsAnErrorOrATable(String name) throws IOException {
        byte[] whole = Files.readAllBytes(ScannedTable.resource(name + ".parquet"));
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(name.hashCode());
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            byte[] damaged = damage(whole, random);
            if (!read(damaged).endsWith(" rows")) {
                refused++;
            }
        }
        assertThat(refused).isBetween(COUNT / 4, COUNT - 1);
    }

    private static byte[] damage(byte[] whole, RandomGenerator random) {
        byte[] bytes = whole.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            // Half of the damage in the footer, where most of it is noticed.
            int first = random.nextBoolean() ? 0 : bytes.length * 2 / 3;
            int at = first + random.nextInt(bytes.length - first);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> {
                    var view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                    view.putInt(Math.min(at, bytes.length - 4), INTERESTING[random.nextInt(INTERESTING.length)]);
                }
                default -> {
                    int count = Math.min(random.nextInt(64), bytes.length - at);
                    System.arraycopy(whole, random.nextInt(whole.length - count), bytes, at, count);
                }
            }
        }
        return bytes;
    }

    @Test
    void aFileThatEndsTooEarlyIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(ScannedTable.resource("snappy.parquet"));
        for (int length = 0; length < whole.length; length += 41) {
            assertThat(read(Arrays.copyOf(whole, length))).doesNotEndWith(" rows");
        }
        assertThat(read(whole)).isEqualTo("300 rows");
    }

    @Test
    void randomBytesAreRefused() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[12 + random.nextInt(2000)];
            random.nextBytes(bytes);
            System.arraycopy(MAGIC, 0, bytes, 0, 4);
            assertThat(read(bytes)).doesNotEndWith(" rows");
            System.arraycopy(MAGIC, 0, bytes, bytes.length - 4, 4);
            assertThat(read(bytes)).doesNotEndWith(" rows");
        }
    }
}
