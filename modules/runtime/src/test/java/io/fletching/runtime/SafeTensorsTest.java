package io.fletching.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
    private final Memory memory = Memory.create();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void tensorsOfAnyTypeComeBackBitForBit() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        var random = new Random(1);
        for (DType type : DType.values()) {
            for (Shape shape : new Shape[] {Shape.of(3, 5), Shape.of(7), Shape.of(), Shape.of(0, 4)}) {
                Tensor tensor = memory.allocate(type, shape);
                for (long i = 0; i < tensor.size(); i++) {
                    tensor.set(i, random.nextInt(100));
                }
                tensors.put(type + " \"ünï\" \\ \n " + shape, tensor);
            }
        }
        Path file = folder.resolve("model.safetensors");
        SafeTensors.write(file, tensors, Map.of("made by", "a \"test\"\t"));
        SafeTensors read = SafeTensors.read(file, memory);
        assertThat(read.metadata()).isEqualTo(Map.of("made by", "a \"test\"\t"));
        assertThat(read.tensors()).hasSameSizeAs(tensors);
        tensors.forEach((name, tensor) -> {
            assertThat(read.tensors().get(name)).hasToString(tensor.toString());
            assertThat(read.tensors().get(name).data().mismatch(tensor.data())).isEqualTo(-1);
        });
        assertThat(Digest.sha256(read.tensors())).isEqualTo(Digest.sha256(tensors));
        try (var files = Files.list(folder)) {
            assertThat(files).as("no temporary file is left").containsExactly(file);
        }
    }

    @Test
    void theFileIsWhatTheFormatSays() throws IOException {
        Tensor b = memory.allocate(DType.F32, Shape.of(1));
        b.set(0, 1);
        Tensor a = memory.allocate(DType.I64, Shape.of(1, 1));
        a.set(0, 258);
        Tensor c = memory.allocate(DType.F32, Shape.of(2));
        Path file = folder.resolve("model.safetensors");
        SafeTensors.write(file, Map.of("b", b, "a", a, "B", c), Map.of());
        byte[] bytes = Files.readAllBytes(file);
        var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) buffer.getLong();
        assertThat(length % 8).isZero();
        assertThat(new String(bytes, 8, length, UTF_8).strip())
                .isEqualTo("{\"a\":{\"dtype\":\"I64\",\"shape\":[1,1],\"data_offsets\":[0,8]},"
                        + "\"B\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[16,20]}}");
        assertThat(bytes).hasSize(8 + length + 20);
        assertThat(buffer.getLong(8 + length)).isEqualTo(258);
        assertThat(buffer.getFloat(8 + length + 16)).isEqualTo(1);
    }

    @Test
    void aFileIsReplacedWholeAndAnInterruptIsKept() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Files.writeString(file, "old");
        Thread.currentThread().interrupt();
        SafeTensors.write(file, Map.of("a", memory.allocate(DType.F32, Shape.of(3))), Map.of());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(SafeTensors.read(file, memory).tensors()).containsOnlyKeys("a");
    }

    @Test
    void theHeaderIsReadWithoutTheValues() {
        Path file = folder.resolve("model.safetensors");
        SafeTensors.write(
                file, Map.of("a", memory.allocate(DType.F32, Shape.of(100, 3))), Map.of("recipe", "a deep one"));
        long before = memory.bytes();
        SafeTensors header = SafeTensors.readHeader(file);
        assertThat(header.metadata()).isEqualTo(Map.of("recipe", "a deep one"));
        assertThat(header.tensors().get("a")).hasToString("F32[100, 3]");
        assertThat(header.tensors().get("a").data().byteSize()).isZero();
        assertThat(memory.bytes()).isEqualTo(before);
        assertThatThrownBy(() -> SafeTensors.readHeader(folder.resolve("none"))).hasMessageContaining("cannot be read");
    }

    @Test
    void tensorsAreCopiedAllOrNone() {
        Path file = folder.resolve("model.safetensors");
        Tensor a = memory.allocate(DType.F32, Shape.of(2, 3));
        a.set(5, 17);
        Tensor b = memory.allocate(DType.F32, Shape.of(3));
        SafeTensors.write(file, Map.of("a", a, "b", b, "c", b), Map.of());
        SafeTensors saved = SafeTensors.read(file, memory);

        Tensor into = memory.allocate(DType.F32, Shape.of(2, 3));
        Tensor turned = memory.allocate(DType.F32, Shape.of(3, 1));
        Tensor wide = memory.allocate(DType.F64, Shape.of(3));
        assertThatThrownBy(() -> saved.copyTo(Map.of("a", into, "b", turned, "d", b), "model"))
                .isInstanceOfSatisfying(
                        FletchingException.class, e -> assertThat(e.code()).isEqualTo("tensors-mismatch"))
                .hasMessage("The file '" + file + "' does not fit the model, and nothing of it was taken; not in the"
                        + " file: 'd' F32[3]; not in the model: 'c' F32[3]; different: 'b' is F32[3] in the file and"
                        + " F32[3, 1] in the model. Expected the same names, types and shapes: make the model as it was"
                        + " when the file was saved.");
        assertThatThrownBy(() -> saved.copyTo(Map.of("a", into, "b", wide, "c", b), "model"))
                .hasMessageContaining("; different: 'b' is F32[3] in the file and F64[3] in the model. Expected");
        assertThat(into.get(5)).isZero();

        saved.copyTo(Map.of("a", into, "b", b, "c", b), "model");
        assertThat(into.get(5)).isEqualTo(17);
    }

    @Test
    void ofManyDifferencesSomeAreNamed() {
        Path file = folder.resolve("model.safetensors");
        SafeTensors.write(file, Map.of(), Map.of());
        Map<String, Tensor> many = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            many.put("w" + i, memory.allocate(DType.F32, Shape.of(1)));
        }
        assertThatThrownBy(() -> SafeTensors.read(file, memory).copyTo(many, "model"))
                .hasMessageContaining("'w7' F32[1] and 12 more. Expected");
    }

    @Test
    void whatCannotBeWrittenOrReadIsNamed() {
        Path nowhere = folder.resolve("none/model.safetensors");
        assertThatThrownBy(() -> SafeTensors.write(nowhere, Map.of(), Map.of()))
                .isInstanceOfSatisfying(
                        FletchingException.class, e -> assertThat(e.kind()).isEqualTo(FletchingException.Kind.USER))
                .hasMessageContaining("'" + nowhere + "' cannot be written: there is no such file or folder.");
        assertThatThrownBy(() -> SafeTensors.read(nowhere, memory)).hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 8 | end at byte 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 3 | end at byte 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | starts at byte 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | 4 | F32[2] needs 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}} | 4 | no begin and end",
                "{\"a\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 | type 'F99'",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | 4 | '-'",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | 4 | '.'",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"1\"],\"data_offsets\":[0,4]}} | 4 | whole numbers",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}} | 0 | larger than",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,536870912],\"data_offsets\":[0,0]}} | 0 | more bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775808],\"data_offsets\":[0,0]}} | 0 | the number",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}} | 0 | has the fields",
                "{\"a\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[0,1]},\"b\":{\"dtype\":\"I8\",\"shape\":[1],"
                        + "\"data_offsets\":[0,1]}} | 1 | 'b' starts at byte 0; expected 1",
                "{\"a\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[0,1]},\"a\":{\"dtype\":\"I8\",\"shape\":[1],"
                        + "\"data_offsets\":[0,1]}} | 1 | names 'a' twice",
                "{\"__metadata__\":{\"a\":1}} | 0 | the metadata 'a' is not a text",
                "[] | 0 | not a JSON object",
                "{\"a\":[[[[[]]]]]} | 0 | '['",
                "{} x | 0 | 'x'",
                "{\"a | 0 | the end",
            })
    void aHeaderThatLiesIsRefused(String header, int dataBytes, String expected) throws IOException {
        assertThatThrownBy(() -> SafeTensors.read(file(header.getBytes(UTF_8), dataBytes), memory))
                .isInstanceOfSatisfying(FletchingException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FletchingException.Kind.DATA);
                    assertThat(e.code()).isEqualTo("safetensors");
                })
                .hasMessageContaining(expected);
    }

    @Test
    void aLengthThatLiesIsRefused() throws IOException {
        for (long length : new long[] {-1, 17, 1L << 40, Long.MIN_VALUE}) {
            byte[] bytes = new byte[24];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            Path file = Files.write(folder.resolve("f"), bytes);
            assertThatThrownBy(() -> SafeTensors.read(file, memory)).hasMessageContaining("its header claims");
        }
        Path empty = Files.write(folder.resolve("f"), new byte[7]);
        assertThatThrownBy(() -> SafeTensors.read(empty, memory)).hasMessageContaining("it has 7 bytes");
        Path latin = file(new byte[] {'{', '"', (byte) 0xe4, '"', '}'}, 0);
        assertThatThrownBy(() -> SafeTensors.read(latin, memory)).hasMessageContaining("not UTF-8");
    }

    @Test
    void aFileThatIsCutOrMutatedIsReadOrRefusedCleanlyAndLeavesNoMemory() throws IOException {
        Tensor weight = memory.allocate(DType.F32, Shape.of(2, 3));
        Tensor count = memory.allocate(DType.I64, Shape.of(1));
        Path good = folder.resolve("good");
        SafeTensors.write(good, Map.of("weight", weight, "count", count), Map.of("note", "x"));
        byte[] bytes = Files.readAllBytes(good);
        long before = memory.bytes();
        int refused = 0;
        for (int length = 0; length < bytes.length; length++) {
            refused += isRefused(Arrays.copyOf(bytes, length), before) ? 1 : 0;
        }
        assertThat(refused).as("every cut file").isEqualTo(bytes.length);
        var random = new Random(7);
        refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] mutated = bytes.clone();
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                mutated[random.nextInt(mutated.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : "{}[]\",:09".charAt(random.nextInt(9)));
            }
            refused += isRefused(mutated, before) ? 1 : 0;
        }
        assertThat(refused)
                .as("mutations that hit the header")
                .isGreaterThan(1_000)
                .isLessThan(2_000);
    }

    private boolean isRefused(byte[] bytes, long before) throws IOException {
        Path file = Files.write(folder.resolve("f"), bytes);
        try (Memory own = memory.child("own")) {
            SafeTensors.read(file, own);
            return false;
        } catch (FletchingException e) {
            assertThat(e.kind()).isEqualTo(FletchingException.Kind.DATA);
            assertThat(memory.bytes()).isEqualTo(before);
            return true;
        }
    }

    private Path file(byte[] header, int dataBytes) throws IOException {
        var buffer = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(header.length).put(header);
        return Files.write(folder.resolve("f"), buffer.array());
    }
}
