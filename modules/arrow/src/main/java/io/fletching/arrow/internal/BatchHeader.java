package io.fletching.arrow.internal;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.RecordBatch;

/// What a record batch says of itself, checked against the bytes that it has.
///
/// @param packed whether buffers are compressed, by the method of this number
record BatchHeader(long rows, List<Node> nodes, List<Span> buffers, List<Long> views, boolean packed, byte codec) {
    /// A column, or a part of one: how many values it has, and how many of them are null.
    record Node(long values, long nulls) {}

    /// Where a buffer lies in the file.
    record Span(long first, long length) {}

    /// @param body where the buffers begin in the file, `bodyLength` bytes in all
    static BatchHeader of(RecordBatch batch, long body, long bodyLength, IpcInput file) {
        if (batch.length() < 0) {
            throw file.damaged("a record batch says that it has " + batch.length() + " rows");
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < batch.nodesLength(); i++) {
            nodes.add(new Node(batch.nodes(i).length(), batch.nodes(i).nullCount()));
        }
        List<Span> buffers = new ArrayList<>();
        for (int i = 0; i < batch.buffersLength(); i++) {
            long first = batch.buffers(i).offset();
            long length = batch.buffers(i).length();
            if (first < 0 || length < 0 || length > bodyLength || first > bodyLength - length) {
                throw file.damaged("a buffer should be the " + length + " bytes from byte " + first
                        + " of a record batch of " + bodyLength + " bytes");
            }
            buffers.add(new Span(body + first, length));
        }
        List<Long> views = new ArrayList<>();
        for (int i = 0; i < batch.variadicBufferCountsLength(); i++) {
            views.add(batch.variadicBufferCounts(i));
        }
        var compression = batch.compression();
        return new BatchHeader(
                batch.length(),
                nodes,
                buffers,
                views,
                compression != null,
                compression == null ? 0 : compression.codec());
    }
}
