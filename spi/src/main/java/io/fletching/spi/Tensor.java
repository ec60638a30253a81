package io.fletching.spi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// A typed, shaped view of off-heap memory: contiguous, row-major, little-endian, starting at byte 0 of [#data()]. No
/// alignment is promised. It owns nothing: the memory lives as long as the segment's arena.
public final class Tensor {
    private final MemorySegment data;
    private final DType dtype;
    private final Shape shape;

    private Tensor(MemorySegment data, DType dtype, Shape shape) {
        this.data = data;
        this.dtype = dtype;
        this.shape = shape;
    }

    /// A view of native memory.
    ///
    /// @param data native, not mapped, and exactly as long as the shape needs: a heap or mapped segment passed once
    ///     to a kernel would slow that kernel for the whole JVM
    public static Tensor of(MemorySegment data, DType dtype, Shape shape) {
        if (!data.isNative() || data.isMapped()) {
            throw new IllegalArgumentException(
                    "A tensor needs native memory that is not mapped; view mapped memory through its address.");
        }
        long bytes = shape.bytes(dtype);
        if (data.byteSize() != bytes) {
            throw new IllegalArgumentException(
                    "A tensor " + dtype + shape + " needs " + bytes + " bytes, got " + data.byteSize() + ".");
        }
        return new Tensor(data, dtype, shape);
    }

    /// A tensor with a shape and no memory: what a combining pass sees of the parameter. Any access is out of bounds.
    public static Tensor shapeOnly(DType dtype, Shape shape) {
        return new Tensor(MemorySegment.NULL, dtype, shape);
    }

    /// The elements, from byte 0 on. Empty where the tensor has a shape only.
    public MemorySegment data() {
        return data;
    }

    /// The type of an element.
    public DType dtype() {
        return dtype;
    }

    /// The dimensions, outermost first.
    public Shape shape() {
        return shape;
    }

    /// The number of elements.
    public long size() {
        return shape.size();
    }

    /// The elements `[first, first + count)` as a vector. Allocates: for plan time.
    public Tensor slice(long first, long count) {
        return new Tensor(bytes(first, count), dtype, Shape.of(count));
    }

    /// The rows `[first, first + count)`; see [Shape#rows()]. Allocates: for plan time.
    public Tensor rows(long first, long count) {
        Objects.checkFromIndexSize(first, count, shape.rows());
        long length = shape.rowLength();
        Shape part = shape.rank() > 1 ? shape.withFirst(count) : count > 0 ? shape : Shape.of(0);
        return new Tensor(bytes(first * length, count * length), dtype, part);
    }

    private MemorySegment bytes(long first, long count) {
        Objects.checkFromIndexSize(first, count, size());
        return data.asSlice(first * dtype.bytes(), count * dtype.bytes());
    }

    /// The same memory under another shape of the same size. Allocates: for plan time.
    public Tensor as(Shape other) {
        if (other.size() != size()) {
            throw new IllegalArgumentException("A tensor of shape " + shape + " cannot be seen as " + other + ".");
        }
        return new Tensor(data, dtype, other);
    }

    /// The same tensor, in which a write throws. Allocates: for plan time.
    public Tensor readOnly() {
        return data.isReadOnly() ? this : new Tensor(data.asReadOnly(), dtype, shape);
    }

    /// Element `index` of the flat tensor, for plain code and cold paths. An I64 beyond 2^53 is rounded.
    ///
    /// @throws IndexOutOfBoundsException outside `[0, size)`
    public double get(long index) {
        long at = Objects.checkIndex(index, size()) * dtype.bytes();
        return switch (dtype) {
            case F32 -> data.get(JAVA_FLOAT_UNALIGNED, at);
            case F64 -> data.get(JAVA_DOUBLE_UNALIGNED, at);
            case F16 -> Float.float16ToFloat(data.get(JAVA_SHORT_UNALIGNED, at));
            case BF16 -> Float.intBitsToFloat(data.get(JAVA_SHORT_UNALIGNED, at) << 16);
            case I8 -> data.get(JAVA_BYTE, at);
            case I32 -> data.get(JAVA_INT_UNALIGNED, at);
            case I64 -> data.get(JAVA_LONG_UNALIGNED, at);
        };
    }

    /// Writes element `index` of the flat tensor, for plain code and cold paths. The value is rounded once, to the
    /// nearest of the type, ties to even; integers end at their bounds, and a NaN is their 0.
    ///
    /// @throws IndexOutOfBoundsException outside `[0, size)`
    /// @throws IllegalArgumentException where the tensor is read-only
    public void set(long index, double value) {
        long at = Objects.checkIndex(index, size()) * dtype.bytes();
        switch (dtype) {
            case F32 -> data.set(JAVA_FLOAT_UNALIGNED, at, (float) value);
            case F64 -> data.set(JAVA_DOUBLE_UNALIGNED, at, value);
            case F16 -> data.set(JAVA_SHORT_UNALIGNED, at, Float.floatToFloat16(roundedToOdd(value)));
            case BF16 -> data.set(JAVA_SHORT_UNALIGNED, at, bfloat16(roundedToOdd(value)));
            case I8 -> data.set(JAVA_BYTE, at, (byte) Math.clamp(Math.rint(value), Byte.MIN_VALUE, Byte.MAX_VALUE));
            case I32 -> data.set(JAVA_INT_UNALIGNED, at, (int) Math.rint(value));
            case I64 -> data.set(JAVA_LONG_UNALIGNED, at, (long) Math.rint(value));
        }
    }

    /// The float next to a value whose last bit says that there was more, so that rounding it again, to fewer bits,
    /// gives what rounding the value itself would.
    private static float roundedToOdd(double value) {
        float nearest = (float) value;
        if (nearest == value || (Float.floatToRawIntBits(nearest) & 1) == 1) {
            return nearest;
        }
        return nearest > value ? Math.nextDown(nearest) : Math.nextUp(nearest);
    }

    /// The upper half, rounded to the nearest even; a NaN stays a NaN.
    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    @Override
    public String toString() {
        return dtype + shape.toString();
    }
}
