package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowWriter.Cells;
import io.fletching.arrow.ArrowWriter.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The buffers of a record batch to write, and what its header says of them. No value is null, so the buffers of nulls
/// are empty.
///
/// @param nodes how many values each node has
public record BatchBody(int rows, List<Integer> nodes, List<ByteBuffer> buffers) {
    private static final ByteBuffer NO_NULLS = ByteBuffer.allocate(0);

    public static BatchBody of(List<Column> columns, List<Cells> cells) {
        if (columns.size() != cells.size()) {
            throw new IllegalArgumentException(
                    "There are " + columns.size() + " columns, and cells of " + cells.size() + ".");
        }
        List<Integer> nodes = new ArrayList<>();
        List<ByteBuffer> buffers = new ArrayList<>();
        int rows = -1;
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            int values = append(column, cells.get(i), buffers);
            int here = values / column.width();
            if (values % column.width() != 0 || (rows >= 0 && rows != here)) {
                throw new IllegalArgumentException("Column '" + column.name() + "' has " + values
                        + " values in cells of " + column.width() + "; expected " + rows + " rows.");
            }
            rows = here;
            nodes.add(rows);
            if (!column.shape().isEmpty()) {
                nodes.add(values);
            }
        }
        return new BatchBody(Math.max(0, rows), nodes, buffers);
    }

    private static int append(Column column, Cells cells, List<ByteBuffer> buffers) {
        buffers.add(NO_NULLS);
        if (!column.shape().isEmpty()) {
            buffers.add(NO_NULLS);
        }
        return switch (cells) {
            case Cells.Texts texts
            when column.type() == Column.Type.TEXT -> {
                texts(texts.values(), buffers);
                yield texts.values().length;
            }
            case Cells.Doubles doubles
            when column.type() == Column.Type.FLOAT64 -> {
                ByteBuffer bytes = buffer(doubles.values().length, Double.BYTES);
                bytes.asDoubleBuffer().put(doubles.values());
                buffers.add(bytes);
                yield doubles.values().length;
            }
            case Cells.Floats floats
            when column.type() == Column.Type.FLOAT32 -> {
                ByteBuffer bytes = buffer(floats.values().length, Float.BYTES);
                bytes.asFloatBuffer().put(floats.values());
                buffers.add(bytes);
                yield floats.values().length;
            }
            case Cells.Longs longs
            when column.type() == Column.Type.INT64 -> {
                ByteBuffer bytes = buffer(longs.values().length, Long.BYTES);
                bytes.asLongBuffer().put(longs.values());
                buffers.add(bytes);
                yield longs.values().length;
            }
            default ->
                throw new IllegalArgumentException("Column '" + column.name() + "' is " + column.type() + ", and not "
                        + cells.getClass().getSimpleName() + ".");
        };
    }

    private static void texts(String[] values, List<ByteBuffer> buffers) {
        ByteBuffer offsets = buffer(values.length + 1, Integer.BYTES);
        List<byte[]> encoded = new ArrayList<>();
        int end = 0;
        offsets.putInt(0);
        for (String value : values) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            encoded.add(bytes);
            end = Math.addExact(end, bytes.length);
            offsets.putInt(end);
        }
        ByteBuffer content = buffer(end, 1);
        encoded.forEach(content::put);
        buffers.add(offsets.flip());
        buffers.add(content.flip());
    }

    private static ByteBuffer buffer(int count, int elementBytes) {
        return ByteBuffer.allocate(Math.multiplyExact(count, elementBytes)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
