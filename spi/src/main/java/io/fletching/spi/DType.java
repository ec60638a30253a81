package io.fletching.spi;

/// The type of a tensor's elements. It grows: a `switch` in provider code needs a default.
public enum DType {
    F32(4),
    F64(8),
    F16(2),
    /// The upper half of an F32.
    BF16(2),
    I8(1),
    I32(4),
    I64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one element.
    public int bytes() {
        return bytes;
    }
}
