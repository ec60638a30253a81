package io.fletching.arrow;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files with damage: a table of the right form, or one error that names the file.
class ArrowDamageTest {
    /// How many damaged files are made of each: `-Dfletching.fuzz=100000` for more.
    private static final int COUNT = Integer.getInteger("fletching.fuzz", 400);

    private static final int[] INTERESTING = {
        -1, 0, 1, 7, 8, 0x7f, 0x80, 0xffff, 0x40000000, Integer.MAX_VALUE, Integer.MIN_VALUE
    };

    @TempDir
    private Path folder;

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("damaged.arrow"), content);
    }

    /// Reads all of a file: the number of its rows, or the message of the refusal.
    private static String read(Path file) {
        try {
            Map<String, List<String>> columns = ReadColumns.all(file);
            long rows = columns.values().iterator().next().size();
            for (var column : columns.entrySet()) {
                assertThat(column.getValue().size()).as(column.getKey()).isEqualTo(rows);
            }
            return rows + " rows";
        } catch (FletchingException refused) {
            assertThat(refused.kind()).isEqualTo(Kind.DATA);
            assertThat(refused.code()).startsWith("data-arrow");
            assertThat(refused.getMessage()).startsWith("'" + file + "' ").endsWith(".");
            return refused.getMessage();
        }
    }

    private String refusal(byte[] content) throws IOException {
        Path file = write(content);
        return read(file).replace(file.toString(), "f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "types.arrow",
                "types.arrows",
                "lz4.arrow",
                "zstd.arrow",
                "zstd.arrows",
                "delta.arrows",
                "replaced.arrows",
                "empty.arrow"
            })
    void anyDamageIsAnErrorOrATable(String name) throws IOException {
        byte[] whole = Files.readAllBytes(ReadColumns.resource(name));
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(name.hashCode());
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            if (!read(write(damage(whole, random))).endsWith(" rows")) {
                refused++;
            }
        }
        assertThat(refused).isBetween(COUNT / 4, COUNT - 1);
    }

    private static byte[] damage(byte[] whole, RandomGenerator random) {
        byte[] bytes = whole.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> {
                    var view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                    view.putInt(Math.min(at & -4, bytes.length - 4), INTERESTING[random.nextInt(INTERESTING.length)]);
                }
                default -> {
                    int count = Math.min(random.nextInt(64), bytes.length - at);
                    System.arraycopy(whole, random.nextInt(whole.length - count), bytes, at, count);
                }
            }
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"types.arrow", "types.arrows", "zstd.arrow", "delta.arrows"})
    void aFileThatEndsTooEarlyIsRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(ReadColumns.resource(name));
        for (int length = 0; length < whole.length; length += length < 600 ? 1 : 37) {
            assertThat(refusal(Arrays.copyOf(whole, length))).doesNotEndWith(" rows");
        }
        assertThat(refusal(Arrays.copyOf(whole, whole.length - 1))).doesNotEndWith(" rows");
        assertThat(refusal(whole)).endsWith(" rows");
    }

    @Test
    void randomBytesAreRefused() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            assertThat(refusal(bytes)).doesNotEndWith(" rows");
            // And behind each of the two beginnings.
            byte[] start = i % 2 == 0 ? "ARROW1\0\0".getBytes(StandardCharsets.US_ASCII) : new byte[] {-1, -1, -1, -1};
            System.arraycopy(start, 0, bytes, 0, Math.min(start.length, bytes.length));
            assertThat(refusal(bytes)).doesNotEndWith(" rows");
        }
    }

    @Test
    void lengthsAreCheckedAgainstTheFile() throws IOException {
        assertThat(refusal(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0x40, 0, 0, 0, 0}))
                .isEqualTo("'f' is damaged: the message at byte 0 says that its metadata has 1073741824 bytes. Write it"
                        + " again, or copy it again from where it is whole.");
        byte[] file = Files.readAllBytes(ReadColumns.resource("types.arrow"));
        assertThat(refusal(Arrays.copyOf(file, file.length - 100)))
                .isEqualTo("'f' is cut off: an Arrow file ends with the word ARROW1, and this one does not. Write it"
                        + " again, or copy it again from where it is whole.");
        byte[] stream = Files.readAllBytes(ReadColumns.resource("types.arrows"));
        assertThat(refusal(Arrays.copyOf(stream, stream.length - 8)))
                .startsWith("'f' is cut off: at byte " + (stream.length - 8) + " of " + (stream.length - 8)
                        + " a message or the mark of the end should be.");
        assertThat(refusal(Arrays.copyOf(stream, stream.length + 8)))
                .startsWith("'f' is damaged: its end is marked at byte " + stream.length + ", and it goes on to byte");
    }

    /// A stream of one column of 1,000 doubles, in which one number stands where another stood, everywhere.
    private String refusalWith(long number, long instead) throws IOException {
        Path file = folder.resolve("doubles.arrows");
        try (var writer = ArrowWriter.stream(file, List.of(ArrowWriter.Column.doubles("x")))) {
            writer.write(List.of(new ArrowWriter.Cells.Doubles(new double[1000])));
            writer.finish();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int found = 0;
        for (int at = 0; at <= bytes.capacity() - Long.BYTES; at += Long.BYTES) {
            if (bytes.getLong(at) == number) {
                bytes.putLong(at, instead);
                found++;
            }
        }
        assertThat(found).isPositive();
        return refusal(bytes.array());
    }

    @Test
    void buffersLieInTheirBatchAndHoldItsRows() throws IOException {
        assertThat(refusalWith(8000, 80_000_000))
                .matches("'f' is cut off: the message at byte [0-9]+ has a body of"
                        + " 80000000 bytes from byte [0-9]+ on, and the file ends at byte [0-9]+\\. .*");
        assertThat(refusalWith(1000, 2000))
                .startsWith("'f' is damaged: in column 'x' a buffer of 8000 bytes is too short for 2000 values.");
        assertThat(refusalWith(1000, -1)).startsWith("'f' is damaged: a record batch says that it has -1 rows.");
    }

    @Test
    void aFlippedBitIsAnErrorOrATable() throws IOException {
        byte[] whole = Files.readAllBytes(ReadColumns.resource("delta.arrows"));
        Set<String> messages = new HashSet<>();
        for (int bit = 0; bit < 8 * whole.length; bit += 3) {
            byte[] bytes = whole.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            messages.add(refusal(bytes));
        }
        assertThat(messages)
                .anyMatch(
                        message -> message.contains("in column 'color' the nulls are not as many as it says they are"))
                .anyMatch(
                        message -> message.contains("in column 'color' a value is number 3 of a dictionary that has 2"))
                .anyMatch(
                        message -> message.matches(".*a buffer should be the [0-9]+ bytes from byte [0-9]+ of a record"
                                + " batch of [0-9]+ bytes.*"))
                .anyMatch(message -> message.contains("no message begins at byte"));
    }
}
