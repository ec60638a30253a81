package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowCells;
import java.nio.ByteBuffer;

/// Texts one behind the other: where each starts, and where the last ends.
final class TextDecoder implements Decoder {
    private final Element offsets;
    private final Nulls nulls;
    private final Feed starts;
    private final Feed content;
    private long position;

    TextDecoder(Element offsets, Nulls nulls, Feed starts, Feed content, boolean rows) {
        this.offsets = offsets;
        this.nulls = nulls;
        this.starts = starts;
        this.content = content;
        if (rows) {
            position = offset(starts.next(offsets.bytes), 0);
            if (position < 0 || position > content.length()) {
                throw outside(position);
            }
            content.skip(position);
        }
    }

    @Override
    public ArrowCells next(int rows) {
        String[] values = new String[rows];
        ByteBuffer ends = starts.next(Math.multiplyExact(rows, offsets.bytes));
        for (int row = 0; row < rows; row++) {
            long end = offset(ends, row);
            if (end < position || end > content.length()) {
                throw outside(end);
            }
            int length = (int) Math.min(end - position, Integer.MAX_VALUE);
            if (length > Utf8.LONGEST) {
                throw content.damaged("a text of " + (end - position) + " bytes is longer than any text");
            }
            values[row] = Utf8.text(content.next(length), content);
            position = end;
        }
        BooleanDecoder.fill(values, nulls.next(rows), "");
        return new ArrowCells.Texts(values);
    }

    private long offset(ByteBuffer bytes, int index) {
        return offsets == Element.I32 ? bytes.getInt(4 * index) : bytes.getLong(8 * index);
    }

    private RuntimeException outside(long offset) {
        return content.damaged(
                "a text should be at byte " + offset + " of " + content.length() + ", behind byte " + position);
    }
}
