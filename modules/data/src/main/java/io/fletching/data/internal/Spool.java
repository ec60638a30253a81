package io.fletching.data.internal;

import io.fletching.arrow.Memory;
import io.fletching.data.Preparation;
import io.fletching.data.Rows;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Prepared rows in a temporary file: all features, then all targets. Where the system can, the file has no name once
/// it is open, so that nothing is left of it however the process ends.
final class Spool implements Rows {
    /// How many bytes are gathered before they are written, about.
    private static final int GATHERED = 1 << 20;

    private final Path folder;
    private final FileChannel file;
    private final Preparation preparation;
    private final long rows;
    private final long width;

    private Spool(Path folder, FileChannel file, Preparation preparation, long rows) {
        this.folder = folder;
        this.file = file;
        this.preparation = preparation;
        this.rows = rows;
        this.width = preparation.width();
    }

    /// Writes the rows of a part.
    ///
    /// @param memory lends what is gathered
    static Spool of(Part part, Preparation preparation, Memory memory, Path folder) {
        Spool spool = create(folder, preparation, part.rows());
        try (Memory lent = memory.child("spool")) {
            spool.fill(part, lent);
            return spool;
        } catch (RuntimeException | Error e) {
            spool.close();
            throw e;
        }
    }

    /// An empty file for so many rows.
    static Spool create(Path folder, Preparation preparation, long rows) {
        long bytes = Part.bytes(rows, preparation);
        try {
            FileStore store = Files.getFileStore(folder);
            if (store.getUsableSpace() < bytes) {
                throw noRoom(folder, bytes, "only " + store.getUsableSpace() + " bytes are free", null);
            }
            Path path = Files.createTempFile(folder, "fletching-", ".rows");
            try {
                FileChannel file = FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
                return new Spool(folder, file, preparation, rows);
            } catch (IOException e) {
                Files.delete(path);
                throw e;
            }
        } catch (IOException e) {
            throw noRoom(folder, bytes, InputFile.reason(e), e);
        }
    }

    private static FletchingException noRoom(Path folder, long bytes, String reason, @Nullable IOException cause) {
        String message = "The prepared rows need " + bytes + " bytes in the folder of temporary files, '" + folder
                + "', and cannot be written there: " + reason
                + ". Free space, choose another folder with the system property java.io.tmpdir, or allow more memory.";
        return cause == null
                ? new FletchingException(Kind.USER, "data-temporary", message)
                : new FletchingException(Kind.USER, "data-temporary", message, cause);
    }

    private void fill(Part part, Memory memory) {
        Encoder encoder = new Encoder(preparation);
        int most = (int) Math.max(1, GATHERED / (Float.BYTES * width));
        MemorySegment features =
                memory.allocate(DType.F32, Shape.of(most, width)).data();
        MemorySegment targets = memory.allocate(DType.I32, Shape.of(most)).data();
        long[] row = {0};
        part.scan((block, chosen, count) -> {
            for (int from = 0; from < count; from += most) {
                int some = Math.min(most, count - from);
                encoder.features(block, chosen, from, some, features.fill((byte) 0), 0);
                encoder.targets(block, chosen, from, some, targets, 0);
                write(features.asSlice(0, some * width * Float.BYTES), row[0] * width * Float.BYTES);
                write(targets.asSlice(0, (long) some * Float.BYTES), targetsAt(row[0]));
                row[0] += some;
            }
        });
    }

    private void write(MemorySegment from, long at) {
        ByteBuffer bytes = from.asByteBuffer();
        try {
            for (long position = at; bytes.hasRemaining(); ) {
                position += file.write(bytes, position);
            }
        } catch (IOException e) {
            throw noRoom(folder, Part.bytes(rows, preparation), InputFile.reason(e), e);
        }
    }

    private long targetsAt(long row) {
        return (rows * width + row) * Float.BYTES;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public Preparation preparation() {
        return preparation;
    }

    @Override
    public void read(long first, long count, Tensor features, Tensor targets, long at) {
        Objects.checkFromIndexSize(first, count, rows);
        long row = width * Float.BYTES;
        read(features.data().asSlice(at * row, count * row), first * row);
        read(targets.data().asSlice(at * Float.BYTES, count * Float.BYTES), targetsAt(first));
    }

    private void read(MemorySegment to, long at) {
        try {
            for (long done = 0; done < to.byteSize(); ) {
                long some = Math.min(to.byteSize() - done, 1L << 30);
                int got = file.read(to.asSlice(done, some).asByteBuffer(), at + done);
                if (got < 0) {
                    throw new IOException("it ends too early");
                }
                done += got;
            }
        } catch (IOException e) {
            throw new FletchingException(
                    Kind.USER,
                    "data-temporary",
                    "The temporary file of prepared rows in '" + folder + "' cannot be read: " + InputFile.reason(e)
                            + ". Start again.",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new FletchingException(
                    Kind.USER,
                    "data-temporary",
                    "The temporary file of prepared rows in '" + folder + "' cannot be closed: " + InputFile.reason(e)
                            + ".",
                    e);
        }
    }
}
