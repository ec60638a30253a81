package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.runtime.SafeTensorsHeader.Entry;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Tensors in a file of the [safetensors format](https://github.com/huggingface/safetensors): a header in JSON, then
/// the bytes. Whatever a file claims is checked against its length before anything is allocated.
public final class SafeTensors {
    /// Small enough for a byte buffer's int index.
    private static final long WINDOW = 1L << 30;

    /// The format's own limit.
    private static final long LONGEST_HEADER = 100_000_000;

    private final Path file;
    private final Map<String, String> metadata;
    private final Map<String, Tensor> tensors;

    private SafeTensors(Path file, Map<String, String> metadata, Map<String, Tensor> tensors) {
        this.file = file;
        this.metadata = Collections.unmodifiableMap(metadata);
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /// The file that was read.
    public Path file() {
        return file;
    }

    /// What the writer noted.
    public Map<String, String> metadata() {
        return metadata;
    }

    /// The tensors by name, in the order of the file.
    public Map<String, Tensor> tensors() {
        return tensors;
    }

    /// Copies every tensor into the one of the same name. Either all of them are copied or none.
    ///
    /// @param destination what the file must hold, no more and no less
    /// @param owner what messages call the destination, such as `model`
    /// @throws FletchingException of kind `DATA` (`tensors-mismatch`) where names, types or shapes differ; it lists
    ///     what each side lacks, and what both have in different shapes
    public void copyTo(Map<String, Tensor> destination, String owner) {
        TensorMismatch.check(file, tensors, destination, owner);
        tensors.forEach((name, tensor) ->
                Objects.requireNonNull(destination.get(name)).data().copyFrom(tensor.data()));
    }

    /// Writes a file, or leaves what was there: the bytes go to a temporary file beside it, which is forced to the disk
    /// and then takes its name. Every tensor starts at a multiple of its element's size: wider types come first, then
    /// names in the order of their UTF-8 bytes.
    ///
    /// @param metadata texts for whoever reads the file
    /// @throws FletchingException of kind `USER` where the file cannot be written
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        // On a thread of its own, because an interrupt of the caller's would close the channel half-way.
        Uninterrupted.run("fletching-save", () -> {
            try {
                replace(file.toAbsolutePath(), tensors, metadata);
            } catch (IOException e) {
                throw failure("written", file, e);
            }
        });
    }

    private static void replace(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        Path temporary = folder.resolve("." + file.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            writeAll(temporary, tensors, metadata);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static void writeAll(Path temporary, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        List<Entry> entries = SafeTensorsHeader.entries(tensors);
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] header = SafeTensorsHeader.bytes(entries, metadata);
            var length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeFully(channel, length.putLong(header.length).flip());
            writeFully(channel, ByteBuffer.wrap(header));
            for (Entry entry : entries) {
                Tensor tensor = Objects.requireNonNull(tensors.get(entry.name()));
                for (long at = 0; at < tensor.data().byteSize(); at += WINDOW) {
                    writeFully(channel, window(tensor, at));
                }
            }
            channel.force(true);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Reads a file into memory.
    ///
    /// @param memory where the tensors are allocated; nothing stays there where the file is refused
    /// @throws FletchingException of kind `DATA` for a file that breaks the format, and of kind `USER` where it cannot
    ///     be read
    public static SafeTensors read(Path file, Memory memory) {
        return open(file, (channel, header) -> {
            Memory region = memory.child(String.valueOf(file.getFileName()));
            try {
                return tensors(channel, header, region);
            } catch (IOException | RuntimeException e) {
                region.close();
                throw e;
            }
        });
    }

    /// Reads what a file says of itself, and none of its values: the metadata, and tensors that have a shape and no
    /// memory.
    ///
    /// @throws FletchingException as [#read] does
    public static SafeTensors readHeader(Path file) {
        return open(file, (_, header) -> {
            var tensors = new LinkedHashMap<String, Tensor>();
            header.entries().forEach(entry -> tensors.put(entry.name(), Tensor.shapeOnly(entry.type(), entry.shape())));
            return tensors;
        });
    }

    private interface Contents {
        Map<String, Tensor> read(FileChannel channel, SafeTensorsHeader header) throws IOException;
    }

    private static SafeTensors open(Path file, Contents contents) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            SafeTensorsHeader header = header(file, channel);
            return new SafeTensors(file, header.metadata(), contents.read(channel, header));
        } catch (IOException e) {
            throw failure("read", file, e);
        }
    }

    private static SafeTensorsHeader header(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw SafeTensorsHeader.broken(file, "it has " + size + " bytes; expected at least 8.");
        }
        var prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, prefix);
        long length = prefix.flip().getLong();
        if (length < 0 || length > Math.min(LONGEST_HEADER, size - Long.BYTES)) {
            throw SafeTensorsHeader.broken(
                    file, "its header claims " + Long.toUnsignedString(length) + " of " + size + " bytes.");
        }
        var text = ByteBuffer.allocate((int) length);
        readFully(channel, text);
        return SafeTensorsHeader.parse(file, text.array(), size - Long.BYTES - length);
    }

    private static Map<String, Tensor> tensors(FileChannel channel, SafeTensorsHeader header, Memory region)
            throws IOException {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (Entry entry : header.entries()) {
            // In file order and without gaps, so the channel stands where the tensor starts.
            Tensor tensor = region.allocate(entry.type(), entry.shape());
            for (long at = 0; at < tensor.data().byteSize(); at += WINDOW) {
                readFully(channel, window(tensor, at));
            }
            tensors.put(entry.name(), tensor);
        }
        return tensors;
    }

    private static void readFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("The file became shorter while it was read.");
            }
        }
    }

    private static ByteBuffer window(Tensor tensor, long at) {
        long bytes = Math.min(WINDOW, tensor.data().byteSize() - at);
        return tensor.data().asSlice(at, bytes).asByteBuffer();
    }

    private static FletchingException failure(String what, Path file, IOException cause) {
        return new FletchingException(
                Kind.USER, "file", "The file '" + file + "' cannot be " + what + ": " + reason(cause) + ".", cause);
    }

    /// Why a file was refused, without the name of a class. Of several reasons the exception's message is only the
    /// path.
    private static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "access is denied";
            case FileSystemException known when known.getReason() == null -> "the system refuses it";
            case FileSystemException known -> known.getReason();
            default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
        };
    }
}
