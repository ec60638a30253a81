package io.fletching.arrow.internal;

import com.google.flatbuffers.FlatBufferBuilder;
import io.fletching.arrow.ArrowWriter.Column;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFooter;
import org.apache.arrow.vector.types.pojo.Schema;

/// A file that is written: messages, and with [#file] a footer. It has another name until it is whole.
public final class IpcOutput implements AutoCloseable {
    private static final int ALIGNMENT = 8;

    private final Path path;
    private final Path unfinished;
    private final FileChannel channel;
    private final Schema schema;
    private final boolean footer;
    private final List<ArrowBlock> batches = new ArrayList<>();

    /// What a write does.
    private interface Write {
        void run() throws IOException;
    }

    private IpcOutput(Path path, List<Column> columns, boolean footer) {
        this.path = path;
        this.footer = footer;
        this.schema = WrittenSchema.of(columns);
        Path file = path.toAbsolutePath();
        this.unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
        try {
            channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unwritable(e);
        }
        write(() -> {
            if (footer) {
                put(ByteBuffer.wrap(IpcInput.MAGIC));
                align();
            }
            var builder = new FlatBufferBuilder();
            message(builder, MessageHeader.Schema, schema.getSchema(builder), 0);
        });
    }

    public static IpcOutput file(Path path, List<Column> columns) {
        return new IpcOutput(path, columns, true);
    }

    public static IpcOutput stream(Path path, List<Column> columns) {
        return new IpcOutput(path, columns, false);
    }

    public void batch(BatchBody body) {
        write(() -> {
            long first = channel.position();
            long length = 0;
            long[] starts = new long[body.buffers().size()];
            for (int i = 0; i < starts.length; i++) {
                starts[i] = length;
                length += aligned(body.buffers().get(i).remaining());
            }
            var builder = new FlatBufferBuilder();
            message(builder, MessageHeader.RecordBatch, header(builder, body, starts), length);
            long start = channel.position();
            for (ByteBuffer buffer : body.buffers()) {
                put(buffer.duplicate());
                align();
            }
            batches.add(new ArrowBlock(first, (int) (start - first), length));
        });
    }

    private static int header(FlatBufferBuilder builder, BatchBody body, long[] starts) {
        List<ByteBuffer> buffers = body.buffers();
        RecordBatch.startBuffersVector(builder, starts.length);
        for (int i = starts.length - 1; i >= 0; i--) {
            Buffer.createBuffer(builder, starts[i], buffers.get(i).remaining());
        }
        int described = builder.endVector();
        RecordBatch.startNodesVector(builder, body.nodes().size());
        body.nodes().reversed().forEach(values -> FieldNode.createFieldNode(builder, values, 0));
        int nodes = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, body.rows());
        RecordBatch.addNodes(builder, nodes);
        RecordBatch.addBuffers(builder, described);
        return RecordBatch.endRecordBatch(builder);
    }

    public void finish() {
        write(() -> {
            put(littleEndian(2 * Integer.BYTES)
                    .putInt(IpcInput.CONTINUATION)
                    .putInt(0)
                    .flip());
            if (footer) {
                var builder = new FlatBufferBuilder();
                builder.finish(new ArrowFooter(schema, List.of(), batches).writeTo(builder));
                ByteBuffer bytes = builder.dataBuffer();
                int length = bytes.remaining();
                put(bytes);
                put(littleEndian(Integer.BYTES).putInt(length).flip());
                put(ByteBuffer.wrap(IpcInput.MAGIC));
            }
            channel.force(true);
            channel.close();
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    /// Writes a message without its body.
    private void message(FlatBufferBuilder builder, byte type, int header, long bodyLength) throws IOException {
        builder.finish(Message.createMessage(builder, MetadataVersion.V5, type, header, bodyLength, 0));
        ByteBuffer metadata = builder.dataBuffer();
        int length = (int) aligned(metadata.remaining());
        put(littleEndian(2 * Integer.BYTES)
                .putInt(IpcInput.CONTINUATION)
                .putInt(length)
                .flip());
        put(metadata);
        align();
    }

    private void align() throws IOException {
        put(ByteBuffer.allocate((int) (aligned(channel.position()) - channel.position())));
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            var unwritable = unwritable(e);
            try {
                close();
            } catch (FletchingException also) {
                unwritable.addSuppressed(also);
            }
            throw unwritable;
        }
    }

    private FletchingException unwritable(IOException e) {
        String message = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        String reason = Objects.requireNonNullElse(message, e.getClass().getSimpleName());
        return new FletchingException(
                Kind.USER,
                "file-unwritable",
                "'" + path + "' cannot be written: " + reason + ". Nothing was changed; choose another place.",
                e);
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
