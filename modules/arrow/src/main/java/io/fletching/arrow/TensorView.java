package io.fletching.arrow;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import org.apache.arrow.memory.ArrowBuf;

/// Arrow memory seen as a tensor until the view is closed.
///
/// The view holds a reference of its own: it outlives the vector it was made from, and closing it leaves the vector as
/// it is. An access to the tensor after close throws an `IllegalStateException`. Borrowed data that must not change is
/// seen through `view.tensor().readOnly()`.
public final class TensorView implements AutoCloseable {
    private final ArrowBuf buffer;
    private final Lifetime lifetime = new Lifetime();
    private final Tensor tensor;

    TensorView(ArrowBuf buffer, long firstByte, DType type, Shape shape) {
        long bytes = shape.bytes(type);
        // A slice of negative length exists in Arrow, and is refused here like any other that is too short.
        if (firstByte < 0 || firstByte > buffer.capacity() - bytes) {
            throw new FletchingException(
                    Kind.DATA,
                    "buffer-range",
                    "The tensor " + type + shape + " needs " + bytes + " bytes from byte " + firstByte
                            + " of a buffer that has " + buffer.capacity() + ".");
        }
        if (buffer.refCnt() < 1) {
            throw new IllegalStateException("The buffer of the tensor " + type + shape + " is closed.");
        }
        this.buffer = buffer;
        this.tensor = Tensor.of(lifetime.view(buffer, firstByte, bytes), type, shape);
        // Last, so that a view which could not be made holds nothing.
        buffer.getReferenceManager().retain();
    }

    /// The tensor, which shares the memory: a write through either side is seen by the other.
    public Tensor tensor() {
        return tensor;
    }

    /// Ends the tensor, then lets go of the memory. Closing twice is harmless.
    @Override
    public synchronized void close() {
        if (lifetime.isOpen()) {
            lifetime.close();
            buffer.getReferenceManager().release();
        }
    }
}
