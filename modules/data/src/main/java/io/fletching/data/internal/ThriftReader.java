package io.fletching.data.internal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// Thrift's compact protocol, as far as the header of a Parquet page needs it: a struct as its integers of 32 bits
/// and its booleans, those of the structs in it too. It takes nothing that another reader might understand
/// otherwise.
///
/// See <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>.
final class ThriftReader {
    private static final int DEEPEST = 16;

    private final ByteBuffer bytes;

    /// @param bytes from the struct on; where they end before it does, a [BufferUnderflowException]
    ThriftReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /// The integers of a struct by their path, such as `5.1` for field 1 of the struct that is field 5, and the
    /// booleans as 1 and 0, such as `8.7?`.
    Map<String, Long> struct() {
        Map<String, Long> integers = new HashMap<>();
        struct("", 0, integers);
        return integers;
    }

    private void struct(String path, int depth, Map<String, Long> integers) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("structs without end");
        }
        long id = 0;
        for (int head = bytes.get() & 0xFF; head != 0; head = bytes.get() & 0xFF) {
            id = head >>> 4 == 0 ? signed() : id + (head >>> 4);
            if (id < 0 || id > Short.MAX_VALUE) {
                throw new IllegalArgumentException("a field of number " + id);
            }
            value(head & 0xF, path + id, depth, integers);
        }
    }

    private void value(int type, String path, int depth, Map<String, Long> integers) {
        switch (type) {
            case 1, 2 -> put(path + "?", 2L - type, integers);
            case 3 -> skip(1);
            case 4 -> signed();
            case 6 -> put(path + "L", signed(), integers);
            case 5 -> put(path, signed(), integers);
            case 7 -> skip(Double.BYTES);
            case 8 -> skip(unsigned());
            case 9, 10 -> list(path, depth, integers);
            case 12 -> struct(path + ".", depth + 1, integers);
            default -> throw new IllegalArgumentException("a value of type " + type);
        }
    }

    private static void put(String path, long value, Map<String, Long> integers) {
        if ((value != (int) value && !path.endsWith("L")) || integers.put(path, value) != null) {
            throw new IllegalArgumentException("a field twice, or an integer of more bits than it may have");
        }
    }

    private void list(String path, int depth, Map<String, Long> integers) {
        int head = bytes.get() & 0xFF;
        long size = head >>> 4 == 15 ? unsigned() : head >>> 4;
        for (long i = 0; i < size; i++) {
            // In a list a boolean has a byte of its own.
            value((head & 0xF) <= 2 ? 3 : head & 0xF, path + "[" + i + "]", depth + 1, integers);
        }
    }

    private void skip(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        bytes.position(bytes.position() + (int) count);
    }

    private long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("an integer without end");
    }

    private long signed() {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }
}
