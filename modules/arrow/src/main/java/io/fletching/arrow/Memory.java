package io.fletching.arrow;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;

/// A named region of off-heap memory inside an Arrow allocator: its tensors live until it is closed.
///
/// A region takes its memory from an allocator of its own, under a root ([#create()]) or under an allocator of the host
/// ([#of]), whose limits and accounting then hold. Each tensor is one Arrow buffer. Safe for use by several threads;
/// allocation is for plan time.
public final class Memory implements AutoCloseable {
    private static final int ALIGNMENT = 64;
    private static final int PAGE = 4096;

    private final String name;
    private final BufferAllocator allocator;

    /// One lock for a region and all that are nested in it, so that closing the outer and the inner cannot deadlock.
    private final Object lock;

    private final Lifetime lifetime = new Lifetime();
    private final TreeMap<Long, ArrowBuf> buffers = new TreeMap<>();
    private final List<Memory> nested = new ArrayList<>();
    private boolean closed;

    private Memory(String name, BufferAllocator allocator, Object lock) {
        this.name = name;
        this.allocator = allocator;
        this.lock = lock;
    }

    /// A region under a root allocator of its own, without a limit. Sizes are rounded up to 64 bytes, not to a power of
    /// two as under Arrow's default.
    ///
    /// @throws FletchingException of kind `USER` where no Arrow memory implementation is found or it cannot start
    public static Memory create() {
        try {
            return new Memory(
                    "memory",
                    new RootAllocator(AllocationListener.NOOP, Long.MAX_VALUE, Memory::roundUp),
                    new Object());
        } catch (LinkageError noImplementation) {
            throw new FletchingException(
                    Kind.USER,
                    "arrow-memory",
                    "Arrow's memory cannot start: no implementation was found, or the JVM forbids it what it needs. Add"
                            + " org.apache.arrow:arrow-memory-unsafe to the class path, or to the module path with"
                            + " '--add-modules org.apache.arrow.memory.unsafe', and start the JVM with"
                            + " '--sun-misc-unsafe-memory-access=allow'.",
                    noImplementation);
        }
    }

    /// A region under an allocator of the host, which outlives it.
    ///
    /// @param name what messages and Arrow's reports call the region
    public static Memory of(BufferAllocator parent, String name) {
        return new Memory(name, parent.newChildAllocator(name, 0, Long.MAX_VALUE), new Object());
    }

    /// A region nested in this one, closed with it at the latest. Its name is `this/name`.
    public Memory child(String name) {
        synchronized (lock) {
            requireOpen();
            String path = this.name + "/" + name;
            var child = new Memory(path, allocator.newChildAllocator(path, 0, Long.MAX_VALUE), lock);
            nested.removeIf(region -> region.closed);
            nested.add(child);
            return child;
        }
    }

    /// A new tensor, zeroed. It starts at a multiple of 64 bytes; tensors of a page or more start at different offsets
    /// within a page, because loops over several tensors are slower where their addresses agree modulo 4 KiB.
    ///
    /// @throws FletchingException of kind `USER` where the limit of the region's allocator, or of one above it, is
    ///     reached
    public Tensor allocate(DType type, Shape shape) {
        long bytes = shape.bytes(type);
        int step = bytes < PAGE ? ALIGNMENT : PAGE;
        synchronized (lock) {
            requireOpen();
            ArrowBuf buffer = buffer(bytes, step, type + shape.toString());
            try {
                long padding = Math.floorMod(Stagger.next() - buffer.memoryAddress(), step);
                MemorySegment data = lifetime.view(buffer, padding, bytes).fill((byte) 0);
                buffers.put(buffer.memoryAddress(), buffer);
                return Tensor.of(data, type, shape);
            } catch (RuntimeException refused) {
                buffer.close();
                throw refused;
            }
        }
    }

    private ArrowBuf buffer(long bytes, int padding, String tensor) {
        try {
            return allocator.buffer(Math.addExact(bytes, padding));
        } catch (OutOfMemoryException | OutOfMemoryError | ArithmeticException refused) {
            throw noRoom(tensor, bytes, refused);
        }
    }

    /// The refusal of an allocation, with the limit that stands in its way.
    FletchingException noRoom(String what, long bytes, Throwable cause) {
        BufferAllocator tightest = allocator;
        for (var a = allocator; a != null; a = a.getParentAllocator()) {
            if (room(a) < room(tightest)) {
                tightest = a;
            }
        }
        String limit = tightest.getLimit() == Long.MAX_VALUE
                ? "the machine has no more to give"
                : "allocator '" + tightest.getName() + "' has " + tightest.getAllocatedMemory() + " of at most "
                        + tightest.getLimit() + " bytes in use";
        return new FletchingException(
                Kind.USER,
                "memory-limit",
                "Region '" + name + "' has no room for " + what + ": it wants " + bytes
                        + " bytes and some padding, and " + limit + ". Raise the limit or shrink the tensor.",
                cause);
    }

    private static long room(BufferAllocator allocator) {
        return allocator.getLimit() - allocator.getAllocatedMemory();
    }

    /// The buffer bytes under a tensor, or under a part of one, that was allocated here; counted references are the
    /// caller's to take.
    ArrowBuf buffer(Tensor tensor) {
        long first = tensor.data().address();
        long bytes = tensor.data().byteSize();
        synchronized (lock) {
            requireOpen();
            var below = buffers.floorEntry(first);
            if (below == null
                    || first + bytes > below.getKey() + below.getValue().capacity()) {
                throw new FletchingException(
                        Kind.USER,
                        "memory-region",
                        "The tensor " + tensor + " lies outside region '" + name + "'; name the region that allocated"
                                + " it, or copy it.");
            }
            return below.getValue().slice(first - below.getKey(), bytes);
        }
    }

    /// The allocator of this region, for vectors that are to be counted with it. Close those before the region.
    public BufferAllocator allocator() {
        return allocator;
    }

    /// The bytes that this region and those nested in it hold now, padding included.
    public long bytes() {
        return allocator.getAllocatedMemory();
    }

    /// Ends every tensor of the region and of those nested in it, then gives the memory back. From then on an access to
    /// one of the tensors throws an `IllegalStateException`. Closing twice is harmless.
    ///
    /// @throws FletchingException of kind `USER` where a vector or view still holds memory of the region; the
    ///     tensors have ended all the same, and closing again after the vector or view completes the close
    @Override
    public void close() {
        synchronized (lock) {
            end();
            settle();
        }
    }

    private void end() {
        nested.forEach(Memory::end);
        lifetime.close();
        buffers.values().forEach(ArrowBuf::close);
        buffers.clear();
    }

    private void settle() {
        nested.forEach(Memory::settle);
        nested.clear();
        if (closed) {
            return;
        }
        if (bytes() > 0) {
            throw new FletchingException(
                    Kind.USER,
                    "memory-leak",
                    "Region '" + name + "' is closed while " + bytes() + " bytes of it are in use by a vector, buffer"
                            + " or view. Close those before the region.");
        }
        closed = true;
        allocator.close();
    }

    private void requireOpen() {
        if (!lifetime.isOpen()) {
            throw new IllegalStateException("Region '" + name + "' is closed.");
        }
    }

    private static long roundUp(long size) {
        return Math.addExact(size, ALIGNMENT - 1) & -ALIGNMENT;
    }

    @Override
    public String toString() {
        return name + " (" + bytes() + " bytes)";
    }
}
