package io.fletching.spi;

import java.util.Arrays;

/// The dimensions of a tensor, outermost first: `[rows, columns]`. Each is 0 or more, and there may be none.
public final class Shape {
    private final long[] dims;
    private final long size;

    private Shape(long[] dims) {
        this.dims = dims;
        long product = 1;
        boolean empty = false;
        for (long dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("The shape " + this + " has a negative dimension.");
            }
            // Without its zeros, so that a row of an empty tensor has a length too.
            product = multiply(product, Math.max(1, dim));
            empty |= dim == 0;
        }
        this.size = empty ? 0 : product;
    }

    /// A shape of these dimensions; none make a scalar.
    ///
    /// @throws IllegalArgumentException for a negative dimension, or more elements than a `long` counts
    public static Shape of(long... dims) {
        return new Shape(dims.clone());
    }

    /// The number of dimensions.
    public int rank() {
        return dims.length;
    }

    /// The dimension of an axis, counted from 0, the outermost.
    public long dim(int axis) {
        return dims[axis];
    }

    /// The number of elements.
    public long size() {
        return size;
    }

    /// The bytes of a contiguous tensor of this shape.
    public long bytes(DType type) {
        return multiply(size, type.bytes());
    }

    /// The first dimension; a scalar or vector is *one* row, so that a bias is one unit and not many.
    public long rows() {
        return rank() < 2 ? 1 : dims[0];
    }

    /// The elements of one row.
    public long rowLength() {
        return rank() < 2 ? size : size(1);
    }

    /// This shape behind another outermost dimension: a batch of samples.
    public Shape batchOf(long count) {
        long[] more = new long[dims.length + 1];
        more[0] = count;
        System.arraycopy(dims, 0, more, 1, dims.length);
        return new Shape(more);
    }

    private long multiply(long a, long b) {
        if (Math.multiplyHigh(a, b) != 0 || a * b < 0) {
            throw new IllegalArgumentException("The shape " + this + " is larger than a long can count.");
        }
        return a * b;
    }

    /// The product of the dimensions from `axis` on.
    long size(int axis) {
        long product = 1;
        for (int i = axis; i < dims.length; i++) {
            product *= dims[i];
        }
        return product;
    }

    Shape withFirst(long first) {
        long[] copy = dims.clone();
        copy[0] = first;
        return new Shape(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /// As `[2, 3]`.
    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
