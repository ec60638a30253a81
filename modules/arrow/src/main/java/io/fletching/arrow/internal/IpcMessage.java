package io.fletching.arrow.internal;

import com.google.flatbuffers.Table;
import io.fletching.spi.FletchingException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;

/// A message: its metadata, and where its body lies. An end of stream has neither.
///
/// @param end where the next message begins
record IpcMessage(ByteBuffer metadata, int version, byte type, long body, long bodyLength, long end) {
    private static final int PREFIX = 8;

    /// More metadata than a table has, so that it always fits in memory.
    private static final int MOST_METADATA = 64 << 20;

    /// Reads the message that begins at a byte of the file.
    static IpcMessage at(long first, IpcInput file) {
        if (file.size() - first < PREFIX) {
            throw file.cutOff(
                    "at byte " + first + " of " + file.size() + " a message or the mark of the end should be");
        }
        ByteBuffer prefix = file.read(first, PREFIX);
        if (prefix.getInt(0) != IpcInput.CONTINUATION) {
            throw file.damaged("no message begins at byte " + first);
        }
        int length = prefix.getInt(4);
        long body = first + PREFIX + length;
        if (length == 0) {
            return new IpcMessage(ByteBuffer.allocate(0), 0, MessageHeader.NONE, body, 0, body);
        }
        if (length < 0 || length > MOST_METADATA) {
            throw file.damaged("the message at byte " + first + " says that its metadata has " + length + " bytes");
        }
        if (body > file.size()) {
            throw file.cutOff("the message at byte " + first + " has metadata of " + length
                    + " bytes, and the file ends at byte " + file.size());
        }
        ByteBuffer metadata = file.read(first + PREFIX, length);
        return parse(file, "the message at byte " + first, () -> {
            Message message = Message.getRootAsMessage(metadata);
            if (message.version() < MetadataVersion.V4 || message.version() > MetadataVersion.V5) {
                throw file.damaged(
                        "the message at byte " + first + " has version " + (message.version() + 1) + " of 4 and 5");
            }
            long bodyLength = message.bodyLength();
            if (bodyLength < 0) {
                throw file.damaged("the message at byte " + first + " says that it has " + bodyLength + " bytes");
            }
            if (bodyLength > file.size() - body) {
                throw file.cutOff("the message at byte " + first + " has a body of " + bodyLength + " bytes from byte "
                        + body + " on, and the file ends at byte " + file.size());
            }
            return new IpcMessage(
                    metadata, message.version(), message.headerType(), body, bodyLength, body + bodyLength);
        });
    }

    boolean isEnd() {
        return metadata.capacity() == 0;
    }

    /// The header of this message, of the type that it says.
    <T extends Table> T header(T into, IpcInput file) {
        if (Message.getRootAsMessage(metadata).header(into) == null) {
            throw file.damaged("a message has no header");
        }
        return into;
    }

    /// Reads metadata, which where it is damaged refers to bytes that are not there.
    static <T> T parse(IpcInput file, String what, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (FletchingException known) {
            throw known;
        } catch (RuntimeException senseless) {
            throw file.damaged(what + " makes no sense", senseless);
        }
    }
}
