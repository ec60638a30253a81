package io.fletching.data.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// An array in IDX, the format of MNIST: two zero bytes, the type, the number of dimensions, each dimension as four
/// bytes, the highest first, then the values, the last dimension fastest.
///
/// @param values unsigned bytes
/// @param dims the first is the number of rows
@SuppressWarnings("ArrayRecordComponent") // one large array that nobody compares or prints
record IdxFile(byte[] values, List<Integer> dims) {
    private static final int UNSIGNED_BYTE = 0x08;
    private static final int MAGIC = 4;

    /// Whether the first bytes of a file are the magic number of an IDX file of any type.
    static boolean startsLike(byte[] head) {
        return head.length >= MAGIC
                && head[0] == 0
                && head[1] == 0
                && head[2] >= 0x08
                && head[2] <= 0x0E
                && head[3] > 0;
    }

    static IdxFile read(String file, InputStream in) throws IOException {
        byte[] magic = in.readNBytes(MAGIC);
        if (!startsLike(magic)) {
            throw Fault.data("data-idx", "'" + file + "' is not IDX: it does not begin with its magic number.");
        }
        if (magic[2] != UNSIGNED_BYTE) {
            throw Fault.data(
                    "data-idx",
                    "'" + file + "' holds IDX values of type 0x0" + Integer.toHexString(magic[2])
                            + "; expected unsigned bytes, type 0x08.");
        }
        List<Integer> dims = new ArrayList<>();
        long size = 1;
        ByteBuffer sizes = ByteBuffer.wrap(whole(file, in, (long) Integer.BYTES * magic[3], "its header"));
        while (sizes.hasRemaining()) {
            int dim = sizes.getInt();
            dims.add(dim);
            size = dim < 0 || size > Integer.MAX_VALUE ? Long.MAX_VALUE : size * dim;
        }
        if (size > Integer.MAX_VALUE - 8) {
            throw Fault.data("data-idx", "'" + file + "' says that it holds more than 2 GiB, which is not read.");
        }
        if (size == 0) {
            throw Fault.data("data-no-rows", "'" + file + "' holds no values: its dimensions are " + dims + ".");
        }
        byte[] values = whole(file, in, size, "its dimensions " + dims);
        if (in.read() >= 0) {
            throw Fault.data(
                    "data-idx",
                    "'" + file + "' goes on after the " + size + " bytes of its dimensions " + dims
                            + "; it is damaged.");
        }
        return new IdxFile(values, dims);
    }

    int rows() {
        return dims.getFirst();
    }

    /// The shape of one row; empty for a list of labels.
    List<Integer> rowShape() {
        return dims.subList(1, dims.size());
    }

    private static byte[] whole(String file, InputStream in, long size, String what) throws IOException {
        byte[] bytes = in.readNBytes(Math.toIntExact(size));
        if (bytes.length < size) {
            throw Fault.data(
                    "data-truncated",
                    "'" + file + "' is cut off: of the " + size + " bytes of " + what + ", " + bytes.length
                            + " are there.");
        }
        return bytes;
    }
}
