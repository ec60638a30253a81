package io.fletching.data;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fletching.arrow.Memory;
import io.fletching.spi.FletchingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// A folder of small files for one test, and what loading them says.
record Folder(Path path) {

    Path csv(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Path write(String name, byte[] content) {
        try {
            return Files.write(path.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An array in IDX: the type of unsigned bytes, the dimensions, the values.
    static byte[] idx(byte[] values, int... dims) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dims.length + values.length);
        bytes.put((byte) 0).put((byte) 0).put((byte) 0x08).put((byte) dims.length);
        for (int dim : dims) {
            bytes.putInt(dim);
        }
        return bytes.put(values).array();
    }

    static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// The code and message of the refusal, with the folder's name left out: `code: message`.
    String refusal(DataOptions options) {
        try (Memory memory = Memory.create()) {
            FletchingException refused = catchThrowableOfType(
                    FletchingException.class, () -> Data.load(options, memory).close());
            if (memory.bytes() != 0) {
                throw new AssertionError("A refused load left " + memory.bytes() + " bytes.");
            }
            return refused == null
                    ? "loaded"
                    : refused.code() + ": "
                            + refused.getMessage().replace(path + "/", "").replace(path.toString(), ".");
        }
    }
}
