package io.fletching.arrow.internal;

import io.fletching.spi.FletchingException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One buffer of a record batch, read forwards.
final class Feed {
    /// Beyond this many bytes memory is taken as they arrive and not as they are announced.
    private static final int BELIEVED = 1 << 20;

    private final IpcInput file;
    private final String column;
    private final InputStream in;
    private final long length;
    private byte[] bytes = {};
    private ByteBuffer view = ByteBuffer.wrap(bytes);

    /// @param length what the buffer holds, unpacked
    Feed(IpcInput file, String column, InputStream in, long length) {
        this.file = file;
        this.column = column;
        this.in = new BufferedInputStream(in);
        this.length = length;
    }

    /// Refuses a buffer that cannot hold `count` elements.
    Feed require(long count, long elementBytes) {
        if (count > 0 && (elementBytes > length || count > length / elementBytes)) {
            throw damaged("a buffer of " + length + " bytes is too short for " + count + " values");
        }
        return this;
    }

    /// Refuses a buffer that cannot hold `count` bits.
    Feed requireBits(long count) {
        return require(count / 8 + (count % 8 > 0 ? 1 : 0), 1);
    }

    long length() {
        return length;
    }

    /// The next bytes, which are valid until the next call.
    ByteBuffer next(int count) {
        try {
            if (count > Math.max(BELIEVED, bytes.length)) {
                hold(in.readNBytes(count));
                requireAll(bytes.length, count);
            } else {
                if (bytes.length < count) {
                    hold(new byte[count]);
                }
                requireAll(in.readNBytes(bytes, 0, count), count);
            }
        } catch (IOException | RuntimeException e) {
            throw failed(e);
        }
        return view.clear().limit(count);
    }

    /// All that is left.
    byte[] rest() {
        try {
            return in.readAllBytes();
        } catch (IOException | RuntimeException e) {
            throw failed(e);
        }
    }

    void skip(long count) {
        try {
            in.skipNBytes(count);
        } catch (IOException | RuntimeException e) {
            throw failed(e);
        }
    }

    private void hold(byte[] array) {
        bytes = array;
        view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void requireAll(int read, int count) {
        if (read < count) {
            throw damaged("a buffer ends " + (count - read) + " bytes too early");
        }
    }

    /// What unpacking says of bytes that are no product of packing, with a word of ours.
    private FletchingException failed(Exception e) {
        return e instanceof FletchingException known ? known : file.damaged(inColumn("a buffer cannot be unpacked"), e);
    }

    FletchingException damaged(String what) {
        return file.damaged(inColumn(what));
    }

    private String inColumn(String what) {
        return "in column '" + column + "' " + what;
    }
}
