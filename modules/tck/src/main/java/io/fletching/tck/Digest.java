package io.fletching.tck;

import io.fletching.spi.Tensor;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/// A hash over the bits of tensors.
final class Digest {
    private final MessageDigest hash;

    Digest() {
        try {
            hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256; this one has not.", e);
        }
    }

    Digest add(Tensor tensor) {
        hash.update(tensor.data().asByteBuffer());
        return this;
    }

    Digest add(Collection<Tensor> tensors) {
        tensors.forEach(this::add);
        return this;
    }

    Digest add(String text) {
        hash.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return this;
    }

    static String of(Tensor tensor) {
        return new Digest().add(tensor).text();
    }

    /// Ends the hash.
    String text() {
        return HexFormat.of().formatHex(hash.digest());
    }
}
