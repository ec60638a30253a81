package io.fletching.data.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// An array in IDX, the format of MNIST: two zero bytes, the type, the number of dimensions, each dimension as four
/// bytes, the highest first, then the values, the last dimension fastest. This is what comes before the values, which
/// are unsigned bytes.
///
/// @param dims the first is the number of rows
record IdxFile(String file, List<Integer> dims) {
    private static final int UNSIGNED_BYTE = 0x08;
    private static final int MAGIC = 4;

    IdxFile {
        dims = List.copyOf(dims);
    }

    /// Whether the first bytes of a file are the magic number of an IDX file of any type.
    static boolean startsLike(byte[] head) {
        return head.length >= MAGIC
                && head[0] == 0
                && head[1] == 0
                && head[2] >= 0x08
                && head[2] <= 0x0E
                && head[3] > 0;
    }

    /// Reads what comes before the values.
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
        int bytes = Integer.BYTES * magic[3];
        byte[] header = in.readNBytes(bytes);
        if (header.length < bytes) {
            throw cutOff(file, bytes, "its header", header.length);
        }
        List<Integer> dims = new ArrayList<>();
        for (ByteBuffer sizes = ByteBuffer.wrap(header); sizes.hasRemaining(); ) {
            dims.add(sizes.getInt());
        }
        if (dims.contains(0)) {
            throw Fault.data("data-no-rows", "'" + file + "' holds no values: its dimensions are " + dims + ".");
        }
        if (dims.stream().anyMatch(dim -> dim < 0) || product(dims.subList(1, dims.size())) > Integer.MAX_VALUE - 8) {
            throw Fault.data(
                    "data-idx",
                    "'" + file + "' says that its dimensions are "
                            + dims.stream().map(Integer::toUnsignedString).toList()
                            + ", of which each and the product of all but the first are to be below 2147483640.");
        }
        return new IdxFile(file, dims);
    }

    private static double product(List<Integer> dims) {
        return dims.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
    }

    int rows() {
        return dims.getFirst();
    }

    /// The shape of one row; empty for a list of labels.
    List<Integer> rowShape() {
        return dims.subList(1, dims.size());
    }

    /// How many bytes a row has.
    int rowSize() {
        return Elements.count(rowShape());
    }

    /// Reads the values of neighbouring rows.
    ///
    /// @param first how many rows were read before
    byte[] values(InputStream in, int first, int rows) throws IOException {
        int bytes = rows * rowSize();
        byte[] values = in.readNBytes(bytes);
        if (values.length < bytes) {
            throw cutOff(file, size(), "its dimensions " + dims, (long) first * rowSize() + values.length);
        }
        return values;
    }

    /// Refuses a file that has more than its header says.
    void requireEnd(InputStream in) throws IOException {
        if (in.read() >= 0) {
            throw Fault.data(
                    "data-idx",
                    "'" + file + "' goes on after the " + size() + " bytes of its dimensions " + dims
                            + "; it is damaged.");
        }
    }

    private long size() {
        return (long) rows() * rowSize();
    }

    private static RuntimeException cutOff(String file, long size, String what, long there) {
        return Fault.data(
                "data-truncated",
                "'" + file + "' is cut off: of the " + size + " bytes of " + what + ", " + there + " are there.");
    }
}
