package io.fletching.arrow.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Texts in memory.
final class Utf8 {
    /// Java's arrays end there.
    static final int LONGEST = Integer.MAX_VALUE - 16;

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /// The text in the remaining bytes of a buffer with an array.
    static String text(ByteBuffer bytes, Feed from) {
        String text = new String(
                bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            // Either a text that has this character, or bytes that are no text.
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            } catch (CharacterCodingException e) {
                throw from.damaged("the text '" + text + "' is not UTF-8");
            }
        }
        return text;
    }
}
