package io.fletching.arrow.internal;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/// A file of which any part can be read, and the sentences for what is wrong with it.
public final class IpcInput implements AutoCloseable {
    static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

    /// What a message begins with since Arrow 0.15: the length of its metadata comes behind it.
    static final int CONTINUATION = -1;

    private static final int MOST_AT_ONCE = 1 << 20;

    private final String name;
    private final FileChannel channel;
    private final long size;

    private IpcInput(String name, FileChannel channel, long size) {
        this.name = name;
        this.channel = channel;
        this.size = size;
    }

    /// Whether content that starts with these bytes is Arrow IPC: a file or a stream.
    public static boolean startsLike(byte[] head) {
        return isFile(head) || (head.length >= 4 && ByteBuffer.wrap(head).getInt() == CONTINUATION);
    }

    static boolean isFile(byte[] head) {
        return head.length >= MAGIC.length && Arrays.equals(Arrays.copyOf(head, MAGIC.length), MAGIC);
    }

    static IpcInput open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path);
            return new IpcInput(path.toString(), channel, channel.size());
        } catch (IOException e) {
            throw unreadable(path.toString(), e);
        }
    }

    long size() {
        return size;
    }

    /// The bytes `[first, first + count)`, which the caller has checked to lie in the file.
    ByteBuffer read(long first, int count) {
        byte[] bytes = new byte[count];
        try (InputStream in = slice(first, count)) {
            if (in.readNBytes(bytes, 0, count) < count) {
                throw cutOff("it became shorter while it was read");
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The bytes `[first, first + count)` as a stream. Where the file cannot be read it throws a [FletchingException],
    /// so that an [IOException] of a stream around it is that stream's own.
    InputStream slice(long first, long count) {
        return new Slice(first, first + count);
    }

    FletchingException damaged(String what) {
        return new FletchingException(
                Kind.DATA,
                "data-arrow",
                "'" + name + "' is damaged: " + what + ". Write it again, or copy it again from where it is whole.");
    }

    FletchingException damaged(String what, Throwable cause) {
        FletchingException damaged = damaged(what);
        damaged.initCause(cause);
        return damaged;
    }

    FletchingException cutOff(String what) {
        return new FletchingException(
                Kind.DATA,
                "data-arrow",
                "'" + name + "' is cut off: " + what + ". Write it again, or copy it again from where it is whole.");
    }

    /// Content that is whole and still not to be read.
    FletchingException unsupported(String code, String what) {
        return new FletchingException(Kind.DATA, code, "'" + name + "' " + what);
    }

    private static FletchingException unreadable(String name, IOException e) {
        String reason = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        return new FletchingException(
                Kind.USER, "data-unreadable", "'" + name + "' cannot be read: " + reason + ".", e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private final class Slice extends InputStream {
        private long position;
        private final long end;

        Slice(long position, long end) {
            this.position = position;
            this.end = end;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 1 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            if (count == 0) {
                return 0;
            }
            int most = (int) Math.min(Math.min(count, MOST_AT_ONCE), end - position);
            if (most <= 0) {
                return -1;
            }
            try {
                int read = channel.read(ByteBuffer.wrap(into, offset, most), position);
                position += Math.max(0, read);
                return read;
            } catch (IOException e) {
                throw unreadable(name, e);
            }
        }

        @Override
        public long skip(long count) {
            long skipped = Math.max(0, Math.min(count, end - position));
            position += skipped;
            return skipped;
        }
    }
}
