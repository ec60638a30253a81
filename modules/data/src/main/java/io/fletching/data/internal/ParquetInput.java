package io.fletching.data.internal;

import dev.hardwood.InputFile;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/// A file as Hardwood wants it, which is read and not mapped: a file that shrinks is then an error and no crash, and
/// what is in memory counts as such.
record ParquetInput(Path path, RandomAccessFile file, long length) implements InputFile {
    private static final int MOST_AT_ONCE = 1 << 20;

    /// Opens the file itself, which the caller closes. No channel: Hardwood interrupts its threads, and an interrupt
    /// closes a channel.
    static RandomAccessFile open(Path path) {
        try {
            return new RandomAccessFile(path.toFile(), "r");
        } catch (IOException e) {
            String reason =
                    Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
            throw new FletchingException(
                    Kind.USER, "data-unreadable", "'" + path + "' cannot be read: " + reason + ".", e);
        }
    }

    static ParquetInput of(Path path, RandomAccessFile file) throws IOException {
        return new ParquetInput(path, file, file.length());
    }

    @Override
    public void open() {
        // It is.
    }

    @Override
    public ByteBuffer readRange(long offset, int count) throws IOException {
        if (offset < 0 || count < 0 || count > length - offset) {
            throw new EOFException(
                    "there are no " + count + " bytes from byte " + offset + " on; it has " + length + " bytes");
        }
        byte[] bytes = new byte[count];
        synchronized (file) {
            file.seek(offset);
            // In pieces, because the JVM has a copy off the heap of what is read at once.
            for (int at = 0; at < count; at += MOST_AT_ONCE) {
                file.readFully(bytes, at, Math.min(MOST_AT_ONCE, count - at));
            }
        }
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public void close() {
        // Hardwood closes its input with the first column that is read to its end.
    }
}
