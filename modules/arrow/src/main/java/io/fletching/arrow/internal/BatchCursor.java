package io.fletching.arrow.internal;

import io.fletching.arrow.internal.BatchHeader.Node;
import io.fletching.arrow.internal.BatchHeader.Span;
import io.fletching.spi.FletchingException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// The parts of a record batch in the order in which the columns take them.
final class BatchCursor {
    private static final int PREFIX = 8;
    private static final long AS_IT_IS = -1;

    private final IpcInput file;
    private final BatchHeader batch;
    private final Iterator<Node> nodes;
    private final Iterator<Span> buffers;
    private final Iterator<Long> views;

    BatchCursor(IpcInput file, BatchHeader batch) {
        this.file = file;
        this.batch = batch;
        this.nodes = batch.nodes().iterator();
        this.buffers = batch.buffers().iterator();
        this.views = batch.views().iterator();
    }

    /// Takes a node and the buffer of its nulls.
    Nulls nulls(String column, long rows) {
        Node node = next(nodes, column);
        if (node.values() != rows || node.nulls() < 0 || node.nulls() > rows) {
            throw file.damaged("column '" + column + "' says that it has " + node.values() + " values, " + node.nulls()
                    + " of them null, where there are " + rows);
        }
        Feed bits = feed(column);
        return node.nulls() == 0 ? count -> Nulls.NONE : Nulls.of(bits.requireBits(rows), rows, node.nulls());
    }

    /// Takes a buffer.
    Feed feed(String column) {
        return feed(column, next(buffers, column));
    }

    private Feed feed(String column, Span span) {
        if (!batch.packed() || span.length() == 0) {
            return new Feed(file, column, file.slice(span.first(), span.length()), span.length());
        }
        long length = span.length() - PREFIX;
        if (length < 0) {
            throw file.damaged("in column '" + column + "' a packed buffer has " + span.length() + " bytes");
        }
        long unpacked = file.read(span.first(), PREFIX).getLong(0);
        InputStream packed = file.slice(span.first() + PREFIX, length);
        if (unpacked == AS_IT_IS) {
            return new Feed(file, column, packed, length);
        }
        if (unpacked < 0) {
            throw file.damaged("in column '" + column + "' a packed buffer should have " + unpacked + " bytes");
        }
        InputStream bytes =
                unpacked == 0 ? packed : Codec.of(batch.codec(), file).open(packed, file, column);
        return new Feed(file, column, bytes, unpacked);
    }

    /// Takes the further buffers of texts that are not in place.
    List<Further> further(String column) {
        List<Further> all = new ArrayList<>();
        for (long left = next(views, column); left > 0; left--) {
            Span span = next(buffers, column);
            all.add(batch.packed() ? new Further.Unpacked(feed(column, span)) : new Further.InFile(file, span));
        }
        return all;
    }

    /// Passes a column over.
    void skip(String column, Layout layout) {
        next(nodes, column);
        for (long left = layout.buffers() + (layout.views() ? next(views, column) : 0); left > 0; left--) {
            next(buffers, column);
        }
        layout.children().forEach(child -> skip(column, child));
    }

    /// After the last column: nothing may be left.
    void finish() {
        if (nodes.hasNext() || buffers.hasNext()) {
            throw file.damaged("a record batch has more parts than its columns");
        }
    }

    /// The values in so many lists.
    long times(String column, long rows, int size) {
        if (rows > Long.MAX_VALUE / size) {
            throw file.damaged("column '" + column + "' says that it has " + rows + " lists of " + size);
        }
        return rows * size;
    }

    private <T> T next(Iterator<T> parts, String column) {
        if (!parts.hasNext()) {
            throw endsBefore(column);
        }
        return parts.next();
    }

    private FletchingException endsBefore(String column) {
        return file.damaged("a record batch ends before its column '" + column + "' does");
    }
}
