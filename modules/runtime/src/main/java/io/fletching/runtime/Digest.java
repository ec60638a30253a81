package io.fletching.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;

/// One number for the bits of named tensors, by which two runs are compared.
final class Digest {
    /// Names as their UTF-8 bytes compare, which is the order of their code points.
    static final Comparator<String> UTF8_ORDER =
            Comparator.comparing(name -> name.getBytes(UTF_8), Arrays::compareUnsigned);

    /// Small enough for a byte buffer's int index.
    private static final long WINDOW = 1L << 30;

    private Digest() {}

    /// The SHA-256 over all tensors in the UTF-8 byte order of their names; of each the name's UTF-8 bytes, the
    /// dimensions as little-endian int64, and the values as little-endian bytes.
    static String sha256(Map<String, Tensor> tensors) {
        MessageDigest digest = create();
        tensors.entrySet().stream().sorted(Map.Entry.comparingByKey(UTF8_ORDER)).forEach(entry -> {
            digest.update(entry.getKey().getBytes(UTF_8));
            update(digest, entry.getValue());
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, Tensor tensor) {
        Shape shape = tensor.shape();
        var dims = ByteBuffer.allocate(Long.BYTES * shape.rank()).order(ByteOrder.LITTLE_ENDIAN);
        for (int axis = 0; axis < shape.rank(); axis++) {
            dims.putLong(shape.dim(axis));
        }
        digest.update(dims.flip());
        long bytes = tensor.data().byteSize();
        for (long at = 0; at < bytes; at += WINDOW) {
            digest.update(
                    tensor.data().asSlice(at, Math.min(WINDOW, bytes - at)).asByteBuffer());
        }
    }

    private static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", e);
        }
    }
}
