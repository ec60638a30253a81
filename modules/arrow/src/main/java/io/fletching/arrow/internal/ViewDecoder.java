package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowCells;
import java.nio.ByteBuffer;
import java.util.List;

/// Texts that are short and in place, or long and somewhere in further buffers.
record ViewDecoder(Nulls nulls, Feed views, List<Further> further) implements Decoder {
    /// The bytes of a view: a length, and 12 bytes of text or the start of it, the buffer and where in it.
    static final int BYTES = 16;

    private static final int IN_PLACE = 12;

    @Override
    public ArrowCells next(int rows) {
        String[] values = new String[rows];
        boolean[] missing = nulls.next(rows);
        ByteBuffer all = views.next(Math.multiplyExact(rows, BYTES));
        for (int row = 0; row < rows; row++) {
            values[row] = missing.length > 0 && missing[row] ? "" : text(all, row * BYTES);
        }
        return new ArrowCells.Texts(values);
    }

    private String text(ByteBuffer all, int at) {
        int length = all.getInt(at);
        if (length >= 0 && length <= IN_PLACE) {
            return Utf8.text(all.slice(at + 4, length), views);
        }
        int buffer = all.getInt(at + 8);
        int first = all.getInt(at + 12);
        if (length < 0 || first < 0 || buffer < 0 || buffer >= further.size()) {
            throw outside(length, first, buffer);
        }
        Further from = further.get(buffer);
        if (length > from.length() - first) {
            throw outside(length, first, buffer);
        }
        return Utf8.text(from.read(first, length), views);
    }

    private RuntimeException outside(int length, int first, int buffer) {
        return views.damaged("a text of " + length + " bytes should be at byte " + first + " of buffer " + buffer);
    }
}
